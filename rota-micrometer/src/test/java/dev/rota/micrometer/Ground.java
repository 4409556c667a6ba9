package dev.rota.micrometer;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.testing.RotaTest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A Rota on an empty SQLite file whose time stands still, with its meters. */
final class Ground implements AutoCloseable {
    static final JobType<Void> WORK = JobType.of("work").retries(1).retry(RetryPolicy.fixed(Duration.ZERO));

    final RotaMetrics metrics = new RotaMetrics();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final RotaTest test;
    final Rota rota;
    final Store store;
    final AtomicInteger failures = new AtomicInteger();

    Ground(Path directory) {
        metrics.bindTo(registry);
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> builder.listener(metrics).handler(WORK, (args, job) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("no paper");
                    }
                }));
        rota = test.rota();
        store = rota.store();
    }

    /** A worker that is alive, with these slots. */
    long worker(Map<String, Integer> slots) {
        return store.workers().register(new Registration("press", "host", 7, "1", slots, Set.of(WORK.name())));
    }

    void pass(Duration time) {
        test.sleepUntil(test.clock().instant().plus(time));
    }

    /** What the store knows now, and what has happened so far. Gauges remember for a while, so they are new ones each time. */
    Told told() {
        PrometheusMeterRegistry gauges = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new StoreGauges(() -> store).bindTo(gauges);
        Told known = Told.by(gauges);
        Told happened = Told.by(registry);
        return new Told(Stream.of(known, happened)
                .flatMap(told -> told.series().stream())
                .toList());
    }

    @Override
    public void close() {
        test.close();
    }
}
