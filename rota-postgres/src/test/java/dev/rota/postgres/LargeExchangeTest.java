package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.StoreException;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore.Registration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A large exchange goes in halves over two connections. */
class LargeExchangeTest {
    private static final int BATCH = 500;
    private static final JobType<Void> TYPE = JobType.of("postgres.work");

    private final String url = TestServer.newDatabase();
    private final PostgresStore store = PostgresStore.open(TestServer.settings(url));
    private long worker;

    @BeforeEach
    void enqueue() {
        store.migrate();
        worker = store.workers()
                .register(new Registration("w", "host", 1, "1", Map.of("*", BATCH), Set.of(TYPE.name())));
        store.jobs().enqueue(Collections.nCopies(2 * BATCH, NewJob.of(TYPE, "{}")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Exchange.Answer exchange(List<Finish> finishes) {
        Exchange.Wish wish = new Exchange.Wish(Set.of("default"), false, BATCH);
        return store.jobs().exchange(new Exchange(worker, finishes, List.of(wish), Set.of()));
    }

    private static List<Finish> succeeded(List<Job> jobs) {
        return jobs.stream()
                .map(job -> new Finish(job, new Transition.Succeed(null), null))
                .toList();
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void what_has_ended_is_history_and_others_are_claimed() throws SQLException {
        List<Job> first = exchange(List.of()).claimed();
        Exchange.Answer answer = exchange(succeeded(first));

        assertThat(answer.lost()).isEmpty();
        Set<Long> ids = new HashSet<>(first.stream().map(Job::id).toList());
        ids.addAll(answer.claimed().stream().map(Job::id).toList());
        assertThat(ids).hasSize(2 * BATCH);
        assertThat(answer.claimed()).extracting(Job::id).isSorted();
        assertThat(count("select count(*) from rota_history where state = 'succeeded'"))
                .isEqualTo(BATCH);
        assertThat(count("select count(*) from rota_job where state = 'running'"))
                .isEqualTo(BATCH);
    }

    @Test
    void what_is_no_longer_held_is_told() {
        List<Finish> finishes = succeeded(exchange(List.of()).claimed());
        exchange(finishes);

        assertThat(exchange(finishes).lost()).hasSize(BATCH);
    }

    @Test
    void a_half_that_fails_leaves_what_the_other_has_finished_finished_once() throws SQLException {
        List<Job> first = exchange(List.of()).claimed();
        List<Finish> finishes = succeeded(first);
        run(
                "create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$",
                "create trigger refuse before delete on rota_job for each row when (old.id > "
                        + first.get(BATCH / 2 - 1).id() + ") execute function refuse()");

        assertThatThrownBy(() -> exchange(finishes)).isInstanceOf(StoreException.class);
        run("drop trigger refuse on rota_job");
        Exchange.Answer again = exchange(finishes);

        assertThat(again.lost()).hasSize(BATCH / 2);
        assertThat(again.claimed()).as("but those of the half that was written").hasSize(BATCH / 2);
        assertThat(count("select count(*) from rota_history")).isEqualTo(BATCH);
        assertThat(count("select count(distinct id) from rota_history")).isEqualTo(BATCH);
    }
}
