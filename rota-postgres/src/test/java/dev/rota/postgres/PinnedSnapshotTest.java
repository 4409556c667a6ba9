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
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * While an idle transaction pins the snapshot, no row that is dead can be cleared away. A claim from the beginning looks at
 * all those that were claimed since; one from the floor of its lane does not.
 */
class PinnedSnapshotTest {
    private static final int BATCH = 500;
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant DUE = NOW.minusSeconds(60);

    private final String url = TestServer.newDatabase();

    @Test
    void a_claim_from_the_floor_looks_at_no_more_however_many_jobs_have_passed() throws SQLException {
        try (Connection one = DriverManager.getConnection(url);
                Connection idle = DriverManager.getConnection(url);
                Statement pinning = idle.createStatement();
                PostgresStore store = PostgresStore.on(always(one))) {
            store.migrate();
            Claims claims = new Claims(store, one);
            claims.pass(2);
            pinning.execute("begin isolation level repeatable read");
            pinning.execute("select pg_current_xact_id()");
            claims.pass(1);
            long before = claims.blocksOfOne();
            claims.pass(10);
            long fromTheBeginning = claims.blocksOfOne();
            claims.floors.walked(Duration.ofSeconds(1), List.of());
            long fromTheFloor = claims.blocksOfOne();

            assertThat(fromTheBeginning).as("the trap").isGreaterThan(2 * before);
            assertThat(fromTheFloor).as("blocks looked at").isLessThan(before);
        }
    }

    /** Enqueues, claims and finishes jobs, all over one connection. */
    private static final class Claims {
        final ClaimFloors floors = new ClaimFloors();
        private final PostgresStore store;
        private final Connection one;
        private final PostgresExchange exchange;
        private final long worker;

        Claims(PostgresStore store, Connection one) {
            this.store = store;
            this.one = one;
            this.exchange = new PostgresExchange(new PostgresDatabase(always(one), true, () -> NOW), floors);
            this.worker = store.workers()
                    .register(new Registration("w", "host", 1, "1", Map.of("*", 1), Set.of(TYPE.name())));
        }

        /** So many batches go all the way. */
        void pass(int batches) {
            for (int i = 0; i < batches; i++) {
                enqueue(BATCH);
                finish(claim(BATCH));
            }
        }

        /** So many blocks are looked at to claim one job. */
        long blocksOfOne() throws SQLException {
            enqueue(1);
            long before = blocks(one);
            List<Job> claimed = claim(1);
            long after = blocks(one);
            finish(claimed);
            return after - before;
        }

        private void enqueue(int jobs) {
            store.jobs()
                    .enqueue(Collections.nCopies(jobs, NewJob.of(TYPE, "null").when(NewJob.When.at(DUE))));
        }

        private List<Job> claim(int most) {
            Exchange.ClaimRequest request =
                    new Exchange.ClaimRequest(Set.of(TYPE.settings().queue()), false, most);
            List<Job> claimed = exchange.exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
                    .claimed();
            assertThat(claimed).hasSize(most);
            return claimed;
        }

        private void finish(List<Job> jobs) {
            List<Finish> finishes = jobs.stream()
                    .map(job -> new Finish(job, new Transition.Succeed(null), null))
                    .toList();
            assertThat(exchange.exchange(new Exchange(worker, finishes, List.of(), Set.of()))
                            .lost())
                    .isEmpty();
        }
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
