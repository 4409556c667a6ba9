package dev.rota.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.postgres.ClaimFloors.Floor;
import dev.rota.postgres.ClaimFloors.Known;
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
            new PostgresExchange(new PostgresDatabase(pool, true, () -> START), floors);
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
        return enqueue("default", priority, secondsAgo);
    }

    private long enqueue(String queue, int priority, int secondsAgo) {
        NewJob job = NewJob.of(JobType.of("bench.job"), "{}")
                .queue(queue)
                .priority(priority)
                .when(NewJob.When.at(START.minusSeconds(secondsAgo)));
        return store.jobs().enqueue(List.of(job)).get(0).id();
    }

    private List<Long> claim(int most) {
        return claim(most, "default");
    }

    private List<Long> claim(int most, String... queues) {
        Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of(queues), false, most);
        List<Job> claimed = exchange.exchange(new Exchange(worker, List.of(), List.of(request), Set.of()))
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
        floors.walked(LONG_WALK, List.of());
        assertThat(claim(1)).containsExactly(second);
        assertThat(claim(9)).containsExactly(third);
    }

    @Test
    void other_priorities_are_found_in_the_gaps_and_come_in_order() {
        long known = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(known);
        floors.walked(LONG_WALK, List.of());
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
        floors.walked(LONG_WALK, List.of());
        long below = enqueue(5, 90);
        assertThat(claim(9)).isEmpty();
        exchange.putBack();
        assertThat(claim(9)).containsExactly(below);
    }

    @Test
    void what_was_due_a_moment_ago_is_no_floor_for_transactions_that_commit_late() {
        long first = enqueue(5, 0);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK, List.of());
        enqueue(5, 90);
        long late = enqueue(5, 1);
        assertThat(claim(9)).containsExactly(late);
    }

    @Test
    void a_short_walk_lowers_the_floors() {
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK, List.of());
        long below = enqueue(5, 90);
        floors.walked(Duration.ofNanos(1), List.of());
        assertThat(claim(9)).containsExactly(below);
    }

    @Test
    void what_comes_below_a_floor_is_claimed_when_the_walk_has_found_it() {
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK, List.of());
        long below = enqueue(5, 90);
        floors.walked(LONG_WALK, List.of(new Known("default", 5, new Floor(START.minusSeconds(90), below))));
        assertThat(claim(9)).containsExactly(below);
    }

    @Test
    void what_the_walk_finds_above_a_floor_lowers_nothing() {
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        long above = enqueue(5, 50);
        enqueue(5, 90);
        floors.walked(LONG_WALK, List.of(new Known("default", 5, new Floor(START.minusSeconds(50), above))));
        assertThat(claim(9)).containsExactly(above);
    }

    @Test
    void several_queues_are_claimed_above_their_floors_by_priority_and_age() {
        long first = enqueue("default", 5, 60);
        long other = enqueue("mail", 5, 55);
        assertThat(claim(9, "default", "mail")).containsExactlyInAnyOrder(first, other);
        floors.walked(LONG_WALK, List.of());
        enqueue("default", 5, 90);
        enqueue("mail", 5, 90);
        long late = enqueue("mail", 5, 30);
        long early = enqueue("default", 5, 40);
        long urgent = enqueue("mail", 1, 10);
        long unknown = enqueue("reports", 5, 80);
        assertThat(claim(3, "default", "mail", "reports")).containsExactlyInAnyOrder(urgent, unknown, early);
        assertThat(claim(9, "default", "mail", "reports")).containsExactly(late);
    }

    @Test
    void the_next_job_is_told_from_above_the_floors() {
        Set<String> queues = Set.of("default", "mail");
        long first = enqueue(5, 60);
        assertThat(claim(1)).containsExactly(first);
        floors.walked(LONG_WALK, List.of());
        assertThat(exchange.untilDue(queues)).isEmpty();
        enqueue(5, 90);
        assertThat(exchange.untilDue(queues)).isEmpty();
        enqueue("mail", 3, -30);
        assertThat(exchange.untilDue(queues)).contains(Duration.ofSeconds(30));
        enqueue(5, -20);
        assertThat(exchange.untilDue(queues)).contains(Duration.ofSeconds(20));
        enqueue(5, 30);
        assertThat(exchange.untilDue(queues)).contains(Duration.ZERO);
    }
}
