package dev.rota.cli;

import dev.rota.store.Store;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A database, without any server. Workers see what is changed when they next look: within about a second. */
final class StoreTarget implements Target {
    private final Store store;
    private final String user;
    private final StoreActs acts;

    /**
     * Makes a target.
     *
     * @param user who changes something, for the records
     * @param reason why; null if nobody says
     */
    StoreTarget(Store store, String user, @Nullable String reason) {
        this.store = store;
        this.user = user;
        this.acts = new StoreActs(store, user, reason);
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public Jobs jobs() {
        return new StoreJobs(store, user, acts);
    }

    @Override
    public Schedules schedules() {
        return new StoreSchedules(store, user, acts);
    }

    @Override
    public Places places() {
        return new StorePlaces(store, user, acts);
    }

    @Override
    public Failures failures() {
        return new StoreFailures(store, user, acts);
    }

    @Override
    public Operations operations() {
        return new StoreOperations(store, acts);
    }

    @Override
    public Flags flags() {
        return new StoreFlags(store, user, acts);
    }

    @Override
    public Records records() {
        return new StoreRecords(store);
    }

    @Override
    public Alerts alerts() {
        throw CommandFailure.usage("A server looks for what is the matter, and knows its channels: add --url.");
    }

    @Override
    public Changes changes(Set<String> topics, Waiting waiting) {
        return Changes.polling(waiting);
    }

    @Override
    public void close() {
        store.close();
    }
}
