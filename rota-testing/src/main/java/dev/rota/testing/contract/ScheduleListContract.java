package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Schedules found by name, by tag, and by when they are due. */
public abstract class ScheduleListContract extends StoreContract {
    private static final Duration MINUTE = MinutePlanner.MINUTE;
    private static final Trigger HOURLY = Trigger.every(Duration.ofHours(1));
    private static final Trigger DAILY = Trigger.every(Duration.ofDays(1));

    private final MinutePlanner planner = new MinutePlanner();

    protected ScheduleListContract(ContractStore fixture) {
        super(fixture);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private static ScheduleDefinition definition(String name, Trigger trigger) {
        return new ScheduleDefinition(name, trigger, job(), Policies.DEFAULTS);
    }

    private static ScheduleDefinition tagged(String name, String... tags) {
        return new ScheduleDefinition(name, HOURLY, job().tags(List.of(tags)), Policies.DEFAULTS);
    }

    private void define(ScheduleDefinition... definitions) {
        schedules().define(List.of(definitions), planner);
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
    void schedules_are_listed_by_name() {
        define(definition("b", HOURLY), definition("c", HOURLY), definition("a", HOURLY));
        assertThat(schedules().list()).extracting(StoredSchedule::name).containsExactly("a", "b", "c");
        assertThat(schedules().find("nowhere")).isEmpty();
    }

    private List<String> walk(@Nullable String find, @Nullable String tag, int limit) {
        List<String> names = new ArrayList<>();
        List<StoredSchedule> page = schedules().list(new ScheduleStore.Part(null, find, tag, limit));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            page.forEach(one -> assertThat(one).isEqualTo(schedule(one.name())));
            page.forEach(one -> names.add(one.name()));
            page = schedules().list(new ScheduleStore.Part(names.get(names.size() - 1), find, tag, limit));
        }
        return names;
    }

    @Test
    void pages_of_schedules_are_complete_and_in_order() {
        define(IntStream.range(0, 23)
                .mapToObj(i -> definition((i % 2 == 0 ? "Mail-" : "bill.") + i * 7 % 23, HOURLY))
                .toArray(ScheduleDefinition[]::new));
        schedules().override(definition("bill.9", DAILY), by(), planner);
        List<String> all = schedules().list().stream().map(StoredSchedule::name).toList();
        for (int limit : new int[] {1, 5, 22, 23, 24}) {
            assertThat(walk(null, null, limit)).isEqualTo(all);
            assertThat(walk("mAIL", null, limit))
                    .isEqualTo(
                            all.stream().filter(name -> name.startsWith("Mail")).toList());
        }
        assertThat(walk("no such", null, 5)).isEmpty();
        assertThat(walk("%", null, 5)).isEmpty();
        assertThatThrownBy(() -> new ScheduleStore.Part(null, null, null, 0))
                .hasMessage("Limit is 0, expected 1 to 1,000");
    }

    @Test
    void the_schedules_that_are_due_first_come_first() {
        define(definition("late", HOURLY), definition("later", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        define(definition("a", HOURLY), definition("b", HOURLY));
        schedules().pause("late", pause());
        schedules().override(definition("b", DAILY), by(), planner);
        Instant first = START.plus(MINUTE);
        assertThat(schedules().soonest(first.minusMillis(1), 10)).isEmpty();
        assertThat(schedules().soonest(first, 10)).containsExactly(schedule("late"), schedule("later"));
        assertThat(schedules().soonest(first.plus(MINUTE), 3))
                .containsExactly(schedule("late"), schedule("later"), schedule("a"));
        assertThat(schedules().soonest(first.plus(MINUTE), 10)).hasSize(4);
        assertThatThrownBy(() -> schedules().soonest(first, 1_001)).hasMessage("Limit is 1001, expected 1 to 1,000");
    }

    @Test
    void schedules_are_found_by_a_tag_of_their_jobs_as_they_count_now() {
        define(tagged("a", "mail", "nightly"), tagged("b", "mail"), tagged("c", "mailing"), tagged("d"));
        assertThat(walk(null, "mail", 1)).containsExactly("a", "b");
        assertThat(walk("A", "mail", 5)).containsExactly("a");
        assertThat(walk(null, "Mail", 5)).isEmpty();
        schedules().override(tagged("b", "bills"), by(), planner);
        schedules().override(tagged("d", "mail"), by(), planner);
        assertThat(walk(null, "mail", 5)).containsExactly("a", "d");
        assertThat(walk(null, "bills", 5)).containsExactly("b");
        schedules().revert("d", planner);
        assertThat(walk(null, "mail", 5)).containsExactly("a");
    }
}
