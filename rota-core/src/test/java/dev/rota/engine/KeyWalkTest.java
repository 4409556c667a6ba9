package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.store.JobStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyWalkTest {
    private static final Duration UNASKED = Duration.ofSeconds(5);

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> waiting = new ArrayList<>();
    private final List<String> visited = new ArrayList<>();
    private final KeyWalk walk = new KeyWalk(store(), nanos::get);

    private JobStore store() {
        Object made = Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (self, method, args) -> waiting.stream()
                        .filter(key -> key.compareTo((String) args[0]) > 0)
                        .limit((Integer) args[1])
                        .toList());
        return (JobStore) made;
    }

    private void wait(int keys) {
        waiting.clear();
        IntStream.range(0, keys).mapToObj("key-%07d"::formatted).forEach(waiting::add);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Takes all parts that need not be waited for, of so long each. */
    private void walk(Duration part) {
        while (walk.goesOn()) {
            walk.part(keys -> {
                visited.addAll(keys);
                pass(part);
            });
        }
    }

    @Test
    void all_keys_are_visited_each_once_in_parts() {
        wait(2 * KeyWalk.PART + 1);
        assertThat(walk.untilNext()).isZero();
        walk(Duration.ofMillis(10));

        assertThat(visited).isEqualTo(waiting);
    }

    @Test
    void a_short_walk_begins_again_as_soon_as_somebody_asks() {
        wait(KeyWalk.PART - 1);
        walk(Duration.ofSeconds(1));
        assertThat(walk.untilNext()).isEqualTo(UNASKED);
        walk.ask();
        assertThat(walk.untilNext()).isZero();
        walk(Duration.ofSeconds(1));
        pass(UNASKED);
        assertThat(walk.untilNext()).isZero();
    }

    @Test
    void a_walk_that_has_nothing_to_look_at_is_over() {
        assertThat(walk.goesOn()).isTrue();
        walk.end();
        assertThat(walk.untilNext()).isEqualTo(UNASKED);
    }

    @Test
    void after_a_longer_one_it_rests_nine_times_as_long_whoever_asks() {
        wait(3 * KeyWalk.PART - 1);
        walk(Duration.ofSeconds(1));
        walk.ask();
        assertThat(walk.untilNext()).isEqualTo(Duration.ofSeconds(27));
        pass(Duration.ofSeconds(26));
        assertThat(walk.untilNext()).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(walk.untilNext()).isZero();
    }

    @Test
    void who_asks_while_it_walks_is_answered_by_the_next_walk() {
        wait(2 * KeyWalk.PART - 1);
        assertThat(walk.goesOn()).isTrue();
        walk.part(keys -> walk.ask());
        walk(Duration.ofMillis(100));
        assertThat(walk.untilNext()).as("sooner than unasked").isEqualTo(Duration.ofMillis(900));
    }

    @Test
    void it_does_not_rest_for_good_after_its_process_was_stopped() {
        wait(2 * KeyWalk.PART - 1);
        walk(Duration.ofDays(1));
        assertThat(walk.untilNext()).isEqualTo(Duration.ofSeconds(18));
    }

    @Test
    void keys_whose_visit_failed_come_again() {
        wait(KeyWalk.PART + 1);
        assertThat(walk.goesOn()).isTrue();
        walk.part(visited::addAll);
        assertThatThrownBy(() -> walk.part(keys -> {
                    throw new IllegalStateException("The database is down");
                }))
                .hasMessage("The database is down");
        assertThat(walk.untilNext()).isZero();
        walk(Duration.ZERO);
        assertThat(visited).isEqualTo(waiting);
    }
}
