package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.StoreException;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore.Registration;
import java.lang.reflect.Proxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many jobs are finished on one connection while others are claimed on another, and only one of the two works. */
class SideBySideTest {
    private static final JobType<Void> TYPE = JobType.of("postgres.work");
    private static final int MANY = 300;
    private static final int RUNNING_OR_QUEUED = 2 * MANY;

    private final String url = TestServer.newDatabase();
    private final PostgresDatabase database = new PostgresDatabase(connections(), true, null);
    private final PostgresStore store = PostgresStore.on(connections());
    private boolean refused;
    private long worker;

    @BeforeEach
    void enqueue() {
        store.migrate();
        worker = store.workers().register(new Registration("w", "host", 1, "1", Map.of("*", 1), Set.of(TYPE.name())));
        store.jobs().enqueue(Collections.nCopies(RUNNING_OR_QUEUED, NewJob.of(TYPE, "null")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private DataSource connections() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                    if (refused) {
                        throw new SQLException("The connection was refused", "08001");
                    }
                    return DriverManager.getConnection(url);
                });
    }

    private static Exchange.ClaimRequest request() {
        return new Exchange.ClaimRequest(Set.of("default"), false, MANY);
    }

    private Exchange.Answer exchange(Executor beside) {
        return exchange(new PostgresExchange(database, new ClaimFloors(), beside));
    }

    /** Finishes as many as it claims. */
    private Exchange.Answer exchange(PostgresExchange exchange) {
        List<Job> first = store.jobs()
                .exchange(new Exchange(worker, List.of(), List.of(request()), Set.of()))
                .claimed();
        List<Finish> finishes = first.stream()
                .map(job -> new Finish(job, new Transition.Succeed(null), null))
                .toList();
        return exchange.exchange(new Exchange(worker, finishes, List.of(request()), Set.of()));
    }

    private void assertCounts(long queued, long running) {
        refused = false;
        assertThat(store.archive().counts(RUNNING_OR_QUEUED))
                .containsEntry(JobState.QUEUED, queued)
                .containsEntry(JobState.RUNNING, running);
    }

    @Test
    void if_none_can_be_claimed_the_finishes_count() {
        Exchange.Answer answer = exchange(finishing -> {
            finishing.run();
            refused = true;
        });

        assertThat(answer).isEqualTo(Exchange.Answer.NOTHING);
        assertCounts(MANY, 0);
    }

    @Test
    void that_none_could_be_claimed_is_told_once_by_the_next_exchange() {
        Exchange next = new Exchange(worker, List.of(), List.of(request()), Set.of());
        PostgresExchange exchange = new PostgresExchange(database, new ClaimFloors(), finishing -> {
            finishing.run();
            refused = true;
        });
        exchange(exchange);
        refused = false;

        assertThatThrownBy(() -> exchange.exchange(next))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("refused");
        assertCounts(MANY, 0);
        assertThat(exchange.exchange(next).claimed()).hasSize(MANY);
    }

    @Test
    void if_the_finishes_are_refused_the_exchange_says_so() {
        assertThatThrownBy(() -> exchange(finishing -> {
                    refused = true;
                    finishing.run();
                    refused = false;
                }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("refused");

        assertCounts(0, 2 * MANY);
    }
}
