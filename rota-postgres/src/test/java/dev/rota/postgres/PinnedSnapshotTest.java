package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore.Registration;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * While an idle transaction pins the snapshot, no row that is dead can be cleared away. A claim must not look at all those
 * that were claimed since.
 */
class PinnedSnapshotTest {
    private static final int BATCH = 500;
    private static final JobType<Void> TYPE = JobType.of("postgres.work");

    private final String url = TestServer.newDatabase();

    @Test
    void a_claim_looks_at_no_more_however_many_jobs_have_passed() throws SQLException {
        try (Connection one = DriverManager.getConnection(url);
                Connection idle = DriverManager.getConnection(url);
                Statement pinning = idle.createStatement();
                PostgresStore store = PostgresStore.on(always(one))) {
            store.migrate();
            long worker = store.workers().register(new Registration("w", "host", 1, "1", Map.of("*", 1), Set.of()));
            pass(store, worker, 2);
            pinning.execute("begin isolation level repeatable read");
            pinning.execute("select pg_current_xact_id()");
            pass(store, worker, 1);
            long before = blocksOfClaim(store, worker, one);
            pass(store, worker, 10);
            long after = blocksOfClaim(store, worker, one);

            assertThat(after).as("blocks looked at; before: " + before).isLessThan(2 * before);
        }
    }

    /** Enqueues, claims and finishes so many batches. */
    private static void pass(PostgresStore store, long worker, int batches) {
        for (int i = 0; i < batches; i++) {
            store.jobs().enqueue(Collections.nCopies(BATCH, NewJob.of(TYPE, "null")));
            finish(store, worker, claim(store, worker, BATCH));
        }
    }

    private static List<Job> claim(PostgresStore store, long worker, int most) {
        List<Job> claimed = store.jobs()
                .exchange(new Exchange(
                        worker,
                        List.of(),
                        List.of(new Exchange.Wish(Set.of(TYPE.settings().queue()), false, most)),
                        Set.of()))
                .claimed();
        assertThat(claimed).hasSize(most);
        return claimed;
    }

    private static void finish(PostgresStore store, long worker, List<Job> jobs) {
        List<Finish> finishes = jobs.stream()
                .map(job -> new Finish(job, new Transition.Succeed(null), null))
                .toList();
        assertThat(store.jobs()
                        .exchange(new Exchange(worker, finishes, List.of(), Set.of()))
                        .lost())
                .isEmpty();
    }

    private static long blocksOfClaim(PostgresStore store, long worker, Connection one) throws SQLException {
        store.jobs().enqueue(List.of(NewJob.of(TYPE, "null")));
        long before = blocks(one);
        List<Job> claimed = claim(store, worker, 1);
        long after = blocks(one);
        finish(store, worker, claimed);
        return after - before;
    }

    /** What this session has looked at so far, of live jobs and their indexes. */
    private static long blocks(Connection one) throws SQLException {
        try (Statement statement = one.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            statement.execute("select pg_stat_clear_snapshot()");
            try (var rows =
                    statement.executeQuery("select heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read"
                            + " from pg_statio_user_tables where relname = 'rota_job'")) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1);
            }
        }
    }

    /** Gives the one connection to all who ask, one after another, and closes it for nobody. */
    private static DataSource always(Connection one) {
        Connection kept = answering(
                Connection.class, (method, args) -> method.getName().equals("close") ? null : method.invoke(one, args));
        return answering(DataSource.class, (method, args) -> kept);
    }

    private interface Answers {
        @org.jspecify.annotations.Nullable
        Object answer(java.lang.reflect.Method method, Object[] args) throws Exception;
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answers.answer(method, args)));
    }
}
