package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Changes of a schedule by those who say which version of it they know. */
public abstract class ScheduleVersionContract extends StoreContract {
    private static final Trigger HOURLY = Trigger.every(Duration.ofHours(1));
    private static final Trigger DAILY = Trigger.every(Duration.ofDays(1));

    private final MinutePlanner planner = new MinutePlanner();

    protected ScheduleVersionContract(ContractStore fixture) {
        super(fixture);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private static ScheduleDefinition definition(String name, Trigger trigger) {
        return new ScheduleDefinition(name, trigger, job(), Policies.DEFAULTS);
    }

    private void define(ScheduleDefinition definition) {
        schedules().define(List.of(definition), planner);
    }

    private StoredSchedule schedule(String name) {
        return schedules().find(name).orElseThrow(() -> new AssertionError("No schedule " + name));
    }

    private StoredSchedule.Change by() {
        return new StoredSchedule.Change("ann", clock.instant(), "too often");
    }

    private StoredSchedule.Pause pause() {
        return new StoredSchedule.Pause("ann", clock.instant(), "disk is full", null);
    }

    @Test
    void what_was_changed_meanwhile_is_not_changed() {
        define(definition("a", HOURLY));
        long old = schedule("a").version();
        assertThat(schedules().override(definition("a", DAILY), by(), planner, old))
                .isTrue();
        StoredSchedule now = schedule("a");
        assertThat(now.version()).isGreaterThan(old);
        assertThat(schedules().override(definition("a", HOURLY), by(), planner, old))
                .isFalse();
        assertThat(schedules().pause("a", pause(), old)).isFalse();
        assertThat(schedules().revert("a", planner, old)).isFalse();
        assertThat(schedules().remove("a", old)).isFalse();
        assertThat(schedule("a")).isEqualTo(now);
        assertThat(schedules().pause("a", pause(), now.version())).isTrue();
        assertThat(schedules().resume("a", now.version())).isFalse();
        assertThat(schedules().resume("a", schedule("a").version())).isTrue();
        assertThat(schedules().revert("a", planner, schedule("a").version())).isTrue();
        assertThat(schedules().remove("a", schedule("a").version())).isTrue();
        assertThat(schedules().list()).isEmpty();
    }

    @Test
    void a_schedule_is_made_only_where_there_is_none_if_that_is_expected() {
        assertThat(schedules().override(definition("a", HOURLY), by(), planner, 7L))
                .isFalse();
        assertThat(schedules().find("a")).isEmpty();
        assertThat(schedules().override(definition("a", HOURLY), by(), planner, ScheduleStore.ABSENT))
                .isTrue();
        assertThat(schedules().override(definition("a", DAILY), by(), planner, ScheduleStore.ABSENT))
                .isFalse();
        assertThat(schedule("a").effective().trigger()).isEqualTo(HOURLY);
    }

    @Test
    void of_several_who_change_the_same_version_at_once_one_gets_through() throws Exception {
        define(definition("a", HOURLY));
        long version = schedule("a").version();
        StoredSchedule.Change by = by();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CyclicBarrier together = new CyclicBarrier(4);
            List<Future<Boolean>> changes = new ArrayList<>();
            for (int hours = 2; hours <= 5; hours++) {
                ScheduleDefinition wanted = definition("a", Trigger.every(Duration.ofHours(hours)));
                changes.add(threads.submit(() -> {
                    together.await();
                    return schedules().override(wanted, by, planner, version);
                }));
            }
            int through = 0;
            for (Future<Boolean> change : changes) {
                through += change.get() ? 1 : 0;
            }
            assertThat(through).isEqualTo(1);
            assertThat(schedule("a").version()).isEqualTo(version + 1);
        } finally {
            threads.shutdownNow();
        }
    }
}
