package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /** A schedule is due, and fires nothing. */
    private static Store dueButHeld() {
        ScheduleStore schedules = proxy(ScheduleStore.class, List.of(), Optional.of(NOW));
        return proxy(Store.class, schedules, NOW);
    }

    private static <T> T proxy(Class<T> seam, Object... answers) {
        Object made = Proxy.newProxyInstance(seam.getClassLoader(), new Class<?>[] {seam}, (self, method, args) -> {
            for (Object answer : answers) {
                if (method.getReturnType().isInstance(answer)) {
                    return answer;
                }
            }
            throw new UnsupportedOperationException(method.getName());
        });
        return seam.cast(made);
    }

    @Test
    void what_is_due_but_held_by_another_worker_is_no_busy_loop() {
        Scheduler scheduler = new Scheduler(
                dueButHeld(), new FirePlanning(RandomGenerator.getDefault()), new Events(), queues -> {}, keys -> {});
        scheduler.runOnce();

        assertThat(scheduler.interval()).isPositive();
    }
}
