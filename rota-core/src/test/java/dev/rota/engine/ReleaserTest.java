package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.JobStore;
import dev.rota.store.Store;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReleaserTest {
    private final List<String> looked = new ArrayList<>();

    /** Lets a job of each key go that is looked at, and knows of none that nobody names. */
    private Object answer(String verb, Object[] args) {
        return switch (verb) {
            case "blockDue" -> new JobStore.Waiting(Set.of(), true);
            case "waitingKeys" -> List.of();
            case "releaseBlocked" -> {
                ((Collection<?>) args[0]).forEach(key -> looked.add((String) key));
                yield Set.of("default");
            }
            default -> throw new AssertionError(verb);
        };
    }

    @Test
    void no_key_waits_behind_those_that_are_asked_for_again_and_again() {
        JobStore jobs = (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (self, method, args) -> answer(method.getName(), args));
        Store store = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, args) -> jobs);
        Releaser releaser = new Releaser(jobs, new Worker(store, EngineSettings.DEFAULTS, Set.of()), queues -> {});
        Set<String> keys = IntStream.range(0, 3 * KeyWalk.PART)
                .mapToObj("key-%d"::formatted)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        releaser.ask(keys);
        for (int turn = 0; turn < 3; turn++) {
            releaser.runOnce();
        }

        assertThat(looked).containsExactlyElementsOf(keys);
    }
}
