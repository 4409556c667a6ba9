package dev.rota.cli;

import dev.rota.store.Store;
import java.time.Instant;

/** A database, without any server. Workers see what is changed when they next look: within about a second. */
final class StoreTarget implements Target {
    private final Store store;
    private final String user;

    /**
     * Makes a target.
     *
     * @param user who changes something, for the records
     */
    StoreTarget(Store store, String user) {
        this.store = store;
        this.user = user;
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
        return new StoreJobs(store, user);
    }

    @Override
    public Schedules schedules() {
        return new StoreSchedules(store, user);
    }

    @Override
    public Places places() {
        return new StorePlaces(store, user);
    }

    @Override
    public void close() {
        store.close();
    }
}
