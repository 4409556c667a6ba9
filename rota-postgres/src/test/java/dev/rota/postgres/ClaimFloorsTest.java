package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.WorkerStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the walk is long, claims begin where the last one ended, and miss nothing but what came below that later. */
class ClaimFloorsTest {
    private static final Duration LONG_WALK = Duration.ofSeconds(1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final String url = TestServer.newDatabase();
    private final PostgresStore store = PostgresStore.open(TestServer.settings(url), () -> START);
    private final HikariDataSource pool = pool(url);
    private final ClaimFloors floors = new ClaimFloors();
    private final PostgresExchange exchange =
            new PostgresExchange(new PostgresDatabase(pool, true, () -> START), floors, null);
    private long worker;

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setConnectionInitSql(PostgresDialect.TUNE_SESSION);
        return new HikariDataSource(config);
    }

    @BeforeEach
    void register() {
        store.migrate();
        worker = store.workers()
                .register(new WorkerStore.Registration("w", "h", 1, "1", Map.of("*", 9), Set.of("bench.job")));
    }

    @AfterEach
    void close() {
        pool.close();
        store.close();
    }

    private long enqueue(int priority, int secondsAgo) {
        NewJob job = NewJob.of(JobType.of("bench.job"), "{}")
                .priority(priority)
                .when(NewJob.When.at(START.minusSeconds(secondsAgo)));
        return store.jobs().enqueue(List.of(job)).get(0).id();
    }

    private List<Long> claim(int most) {
        Exchange.Wish wish = new Exchange.Wish(Set.of("default"), false, most);
        List<Job> claimed = exchange.exchange(new Exchange(worker, List.of(), List.of(wish), Set.of()))
                .claimed();
        List<Long> ids = new ArrayList<>();
        claimed.forEach(job -> ids.add(job.id()));
        return ids;
    }

    @Test
    void a_claim_above_the_floors_goes_on_where_the_last_one_ended() {
        long first = enqueue(5, 60);
        long second = enqueue(5, 50);
        long third = enqueue(5, 40);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK);
        assertThat(claim(1)).containsExactly(second);
        assertThat(claim(9)).containsExactly(third);
    }

    @Test
    void other_priorities_are_found_in_the_gaps_and_come_in_order() {
        long known = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(known);
        floors.walked(LONG_WALK);
        long last = enqueue(Integer.MAX_VALUE, 70);
        long later = enqueue(7, 70);
        long same = enqueue(5, 50);
        long earlier = enqueue(4, 70);
        long first = enqueue(Integer.MIN_VALUE, 70);
        assertThat(claim(3)).containsExactly(first, earlier, same);
        assertThat(claim(9)).containsExactly(later, last);
    }

    @Test
    void what_comes_below_a_floor_waits_until_the_floors_are_forgotten() {
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK);
        long below = enqueue(5, 90);
        assertThat(claim(9)).isEmpty();
        exchange.putBack();
        assertThat(claim(9)).containsExactly(below);
    }

    @Test
    void what_was_due_a_moment_ago_is_no_floor_for_transactions_that_commit_late() {
        long first = enqueue(5, 0);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK);
        enqueue(5, 90);
        long late = enqueue(5, 1);
        assertThat(claim(9)).containsExactly(late);
    }

    @Test
    void a_short_walk_lowers_the_floors() {
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK);
        long below = enqueue(5, 90);
        floors.walked(Duration.ofNanos(1));
        assertThat(claim(9)).containsExactly(below);
    }
}
