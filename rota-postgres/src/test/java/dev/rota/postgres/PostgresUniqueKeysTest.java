package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What transactions of applications that ask for unique jobs keep from going on. */
class PostgresUniqueKeysTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final NewJob REPORT = NewJob.of(TYPE, "{}").unique(UniqueKey.of("report-42"));

    private final String url = TestServer.newDatabase();
    private final PostgresStore store = PostgresStore.open(TestServer.settings(url));

    @BeforeEach
    void migrate() {
        store.migrate();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_long_transaction_that_found_a_key_held_keeps_no_job_from_ending_and_no_other_from_asking() throws Exception {
        long first = store.jobs().enqueue(List.of(REPORT)).get(0).id();
        long worker = store.workers()
                .register(new WorkerStore.Registration("w", "host", 1, "1", Map.of("*", 10), Set.of(TYPE.name())));
        List<Job> claimed = exchange(worker, List.of()).claimed();
        try (Connection application = DriverManager.getConnection(url)) {
            application.setAutoCommit(false);
            assertThat(store.jobs().enqueue(application, List.of(REPORT)).get(0).id())
                    .isEqualTo(first);

            assertThat(soon(() -> store.jobs().enqueue(List.of(REPORT)).get(0).id()))
                    .isEqualTo(first);
            List<Finish> finishes = claimed.stream()
                    .map(job -> new Finish(job, new Transition.Succeed(null), null))
                    .toList();
            soon(() -> exchange(worker, finishes));
            assertThat(soon(() -> store.jobs().enqueue(List.of(REPORT)).get(0).fresh()))
                    .isTrue();
            application.commit();
        }
    }

    private Exchange.Answer exchange(long worker, List<Finish> finishes) {
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, 10);
        return store.jobs().exchange(new Exchange(worker, finishes, List.of(request), Set.of()));
    }

    /** Fails if it has to wait for something that does not happen. */
    private static <T> T soon(Supplier<T> what) throws Exception {
        return CompletableFuture.supplyAsync(what).get(30, TimeUnit.SECONDS);
    }
}
