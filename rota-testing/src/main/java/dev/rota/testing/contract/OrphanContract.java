package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A schedule that its application defines no more does not fire, and does not vanish either. */
public abstract class OrphanContract extends StoreContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SHOP = "shop";
    private static final Trigger TRIGGER = Trigger.every(MINUTE);

    private final MinutePlanner planner = new MinutePlanner();

    protected OrphanContract(ContractStore fixture) {
        super(fixture);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private static ScheduleDefinition definition(String name) {
        return new ScheduleDefinition(name, TRIGGER, job(), Policies.DEFAULTS);
    }

    private void define(String application, String... names) {
        List<ScheduleDefinition> all =
                List.of(names).stream().map(OrphanContract::definition).toList();
        schedules().define(application, all, planner);
    }

    private StoredSchedule schedule(String name) {
        return schedules().find(name).orElseThrow(() -> new AssertionError("No schedule " + name));
    }

    private List<String> fired() {
        clock.advance(MINUTE.multipliedBy(2));
        return schedules().fireDue(100, planner).stream()
                .map(Fire::schedule)
                .distinct()
                .sorted()
                .toList();
    }

    private StoredSchedule.Change by() {
        return new StoredSchedule.Change("ann", clock.instant(), null);
    }

    @Test
    void what_an_application_defines_no_more_is_orphaned() {
        define(SHOP, "kept", "dropped");
        assertThat(schedule("dropped").application()).isEqualTo(SHOP);
        clock.advance(MINUTE);
        Instant orphanedAt = clock.instant();
        define(SHOP, "kept");
        clock.advance(MINUTE);
        define(SHOP, "kept");

        assertThat(schedule("dropped").orphanedAt()).isEqualTo(orphanedAt);
        assertThat(schedule("dropped").nextFireAt()).isNull();
        assertThat(schedule("dropped").code()).isNotNull();
        assertThat(schedule("kept").orphanedAt()).isNull();
        assertThat(fired()).containsExactly("kept");
    }

    @Test
    void an_application_that_defines_nothing_orphans_all_that_is_its_own() {
        define(SHOP, "a", "b");
        define(SHOP);

        assertThat(schedules().list()).allMatch(schedule -> schedule.orphanedAt() != null);
        assertThat(fired()).isEmpty();
    }

    @Test
    void schedules_of_other_applications_and_of_none_are_left_alone() {
        define("bank", "interest");
        schedules().define(List.of(definition("loose")), planner);
        schedules().override(definition("by-hand"), by(), planner);
        define(SHOP, "a");
        define(SHOP);

        assertThat(fired()).containsExactly("by-hand", "interest", "loose");
    }

    @Test
    void some_definitions_that_belong_to_no_application_orphan_nothing() {
        define(SHOP, "a", "b");
        schedules().define(List.of(definition("c")), planner);
        schedules().define(List.of(), planner);

        assertThat(fired()).containsExactly("a", "b", "c");
    }

    @Test
    void what_is_defined_again_fires_again_from_then_on() {
        define(SHOP, "a");
        define(SHOP);
        clock.advance(Duration.ofHours(1));
        define(SHOP, "a");

        assertThat(schedule("a").orphanedAt()).isNull();
        assertThat(schedule("a").nextFireAt()).isEqualTo(clock.instant().plus(MINUTE));
    }

    @Test
    void another_application_may_take_a_schedule_over() {
        define(SHOP, "a");
        define("bank", "a");
        define(SHOP);

        assertThat(schedule("a").application()).isEqualTo("bank");
        assertThat(fired()).containsExactly("a");
    }

    @Test
    void a_start_that_changes_nothing_keeps_the_next_fire_and_the_version() {
        define(SHOP, "a");
        StoredSchedule before = schedule("a");
        clock.advance(Duration.ofSeconds(30));
        define(SHOP, "a");

        assertThat(schedule("a")).isEqualTo(before);
    }

    @Test
    void an_override_of_an_orphan_makes_it_the_operators() {
        define(SHOP, "a");
        define(SHOP);
        schedules().override(definition("a"), by(), planner);

        assertThat(schedule("a").orphanedAt()).isNull();
        assertThat(schedule("a").code()).isNull();
        assertThat(schedules().revert("a", planner)).isFalse();
        define(SHOP);
        assertThat(fired()).containsExactly("a");
    }

    @Test
    void an_overridden_schedule_is_orphaned_too() {
        define(SHOP, "a");
        schedules().override(definition("a"), by(), planner);
        define(SHOP);

        assertThat(schedule("a").orphanedAt()).isEqualTo(START);
        assertThat(schedule("a").override()).isNotNull();
        assertThat(fired()).isEmpty();
        assertThat(schedules().revert("a", planner)).isTrue();
        assertThat(schedule("a").orphanedAt()).isEqualTo(START);
        assertThat(schedule("a").nextFireAt()).isNull();
    }

    @Test
    void an_orphan_is_run_by_hand_and_removed() {
        define(SHOP, "a");
        define(SHOP);

        assertThat(schedules().runNow("a", "ann")).isPresent();
        assertThat(schedules().pause("a", new StoredSchedule.Pause("ann", START, null, null)))
                .isTrue();
        assertThat(schedules().resume("a")).isTrue();
        assertThat(fired()).isEmpty();
        assertThat(schedules().remove("a")).isTrue();
        assertThat(schedules().find("a")).isEmpty();
    }

    @Test
    void the_latest_fires_of_several_schedules_are_read_at_once() {
        define(SHOP, "a", "b", "c");
        for (int i = 0; i < 3; i++) {
            fired();
        }
        schedules().remove("c");
        define(SHOP, "a", "b", "c");

        Map<String, List<Fire>> latest = schedules().latestFires(List.of("a", "b", "c", "unknown"), 2);
        assertThat(latest).containsOnlyKeys("a", "b");
        assertThat(latest.get("a")).isEqualTo(schedules().fires("a", 2)).hasSize(2);
        assertThat(schedules().latestFires(List.of(), 2)).isEmpty();
    }

    @Test
    void a_flag_says_who_took_its_override_back() {
        schedules().defineFlag("uploads", true);
        schedules().setFlag("uploads", false, "ann");
        clock.advance(MINUTE);
        schedules().setFlag("uploads", null, "ben");

        assertThat(schedules().flags()).containsExactly(new Flag("uploads", true, null, "ben", START.plus(MINUTE)));
    }
}
