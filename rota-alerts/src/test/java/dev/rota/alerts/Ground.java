package dev.rota.alerts;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Exchange;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.RotaTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A Rota on an empty SQLite file whose time stands still, and one channel. */
final class Ground implements AutoCloseable {
    static final String SECRET = "a-secret-that-is-long-enough";
    static final JobType<Void> WORK = JobType.of("work").retries(0).retry(RetryPolicy.fixed(Duration.ZERO));
    static final Duration INTERVAL = AlertSettings.DEFAULTS.interval();

    final RotaTest test;
    final Rota rota;
    final Store store;
    final AlertSettings settings;
    final List<String> mails = new ArrayList<>();
    volatile boolean fails;

    Ground(Path directory, AlertSettings settings) {
        this(directory, settings, builder -> {});
    }

    Ground(Path directory, AlertSettings settings, Consumer<RotaBuilder> setUp) {
        this.settings = settings;
        AlertMailer mailer = (id, to, text) -> mails.add(to + ": " + text.subject() + "\n" + text.body());
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> {
                    builder.handler(WORK, (args, job) -> {
                        if (fails) {
                            throw new IllegalStateException("no paper");
                        }
                    });
                    setUp.accept(new AlertSender(settings, mailer, new JacksonCodec()).addTo(builder));
                });
        rota = test.rota();
        store = rota.store();
    }

    static AlertSettings mail() {
        return AlertSettings.DEFAULTS.channel(Channel.mail("ops", "ops@example.org"));
    }

    static AlertSettings webhook(int port) {
        return AlertSettings.DEFAULTS.channel(
                Channel.webhook("hook", URI.create("http://127.0.0.1:" + port + "/T0KEN/in?key=hidden"), SECRET));
    }

    /** A worker that is alive, with these slots. */
    long worker(Map<String, Integer> slots) {
        return store.workers().register(new Registration("press", "host", 7, "1", slots, Set.of(WORK.name())));
    }

    /** Has a worker claim what is due in a queue. */
    List<Job> claim(long worker, String queue) {
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of(queue), false, 10);
        return store.jobs()
                .exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                .claimed();
    }

    List<Condition> conditions() {
        return new Conditions(store, settings.rules()).find();
    }

    /** Keys of what is the matter. */
    List<String> keys() {
        return conditions().stream().map(Condition::key).toList();
    }

    @Override
    public void close() {
        test.close();
    }
}
