package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.store.JobArchive.Query;
import dev.rota.testing.TestClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Processes that have nothing in common but a PostgreSQL database. */
final class AlertsOnPostgresTest {
    private final TestClock clock = TestClock.at("2026-11-20T12:00:00Z");

    private Rota process(EmbeddedPostgres postgres) {
        PostgresSettings settings = PostgresSettings.of(postgres.getJdbcUrl("postgres", "postgres"), null, null)
                .poolSize(2);
        return Rota.builder(PostgresStore.open(settings, clock), new JacksonCodec())
                .clock(clock)
                .owningStore()
                .build();
    }

    @Test
    void several_tell_once_and_the_end_once() throws Exception {
        try (EmbeddedPostgres postgres = start();
                Rota one = process(postgres);
                Rota two = process(postgres);
                Rota three = process(postgres)) {
            List<Alerts> all = new ArrayList<>();
            List.of(one, two, three).forEach(rota -> all.add(new Alerts(rota, Ground.mail())));
            long stranded = one.job(Ground.WORK)
                    .at(Instant.parse("2026-11-20T11:00:00Z"))
                    .enqueue();
            assertThat(messages(all, one)).isEqualTo(1);
            one.jobs().cancel(stranded, "anna", "not needed");
            clock.advance(AlertSettings.DEFAULTS.settle());
            assertThat(messages(all, one)).isEqualTo(2);
            assertThat(all.get(2).deliveries(10))
                    .extracting(Delivery::titles)
                    .containsExactly(
                            List.of("Over: Queue without workers: default"), List.of("Queue without workers: default"));
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.start();
    }

    /** How many there are after ten rounds in which all look at once. */
    private int messages(List<Alerts> all, Rota rota) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            for (int round = 0; round < 10; round++) {
                clock.advance(Ground.INTERVAL);
                CyclicBarrier together = new CyclicBarrier(all.size());
                List<Future<?>> looks = new ArrayList<>();
                for (Alerts alerts : all) {
                    looks.add(threads.submit(() -> {
                        together.await();
                        alerts.look();
                        return null;
                    }));
                }
                for (Future<?> look : looks) {
                    look.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return rota.jobs().list(Query.NEWEST.type(AlertSender.NAME)).size();
    }
}
