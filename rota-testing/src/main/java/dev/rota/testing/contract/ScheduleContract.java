package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.NewJob;
import dev.rota.schedule.Flag;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.store.ScheduleStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the code says of a schedule, what an operator makes of it, and which of them counts. */
public abstract class ScheduleContract extends StoreContract {
    private static final Duration MINUTE = MinutePlanner.MINUTE;
    private static final Trigger HOURLY = Trigger.every(Duration.ofHours(1));
    private static final Trigger DAILY = Trigger.every(Duration.ofDays(1));

    private final MinutePlanner planner = new MinutePlanner();

    protected ScheduleContract(ContractStore fixture) {
        super(fixture);
    }

    private ScheduleStore schedules() {
        return store.schedules();
    }

    private static ScheduleDefinition definition(String name, Trigger trigger) {
        return new ScheduleDefinition(name, trigger, job(), Policies.DEFAULTS);
    }

    private void define(ScheduleDefinition... definitions) {
        schedules().define(List.of(definitions), planner);
    }

    private StoredSchedule schedule(String name) {
        return schedules().find(name).orElseThrow(() -> new AssertionError("No schedule " + name));
    }

    private @Nullable Instant nextFireAt(String name) {
        return schedule(name).nextFireAt();
    }

    private StoredSchedule.Change by() {
        return new StoredSchedule.Change("ann", clock.instant(), "too often");
    }

    private StoredSchedule.Pause pause() {
        return new StoredSchedule.Pause("ann", clock.instant(), "disk is full", null);
    }

    @Test
    void a_schedule_is_found_as_it_was_defined() {
        Policies policies = new Policies(
                MissedPolicy.RUN_ONCE,
                OverlapPolicy.QUEUE_ONE,
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                START.plusSeconds(10),
                START.plusSeconds(99_999),
                null,
                "tidies \"up\"",
                Duration.ofSeconds(90),
                PauseWindow.parseAll("SUN 22:00-06:00, 12:00-13:00"));
        NewJob request = NewJob.of(OTHER_TYPE, "{\"days\":7}")
                .queue("maintenance")
                .priority(5)
                .maxAttempts(2)
                .timeout(Duration.ofMinutes(3))
                .tags(List.of("nightly"))
                .exclusion(new dev.rota.job.ExclusionKey("cleanup", 2));
        Trigger trigger = Trigger.cron("30 3 * * MON-FRI", ZoneId.of("Europe/Berlin"));
        ScheduleDefinition definition = new ScheduleDefinition("weekly-cleanup", trigger, request, policies);
        define(definition);
        StoredSchedule stored = schedule("weekly-cleanup");
        assertThat(stored.code()).isEqualTo(definition);
        assertThat(stored.effective()).isEqualTo(definition);
        assertThat(stored.override()).isNull();
        assertThat(stored.overrideBy()).isNull();
        assertThat(stored.pause()).isNull();
        assertThat(stored.nextFireAt()).isEqualTo(START.plus(MINUTE));
        assertThat(stored.lastFireAt()).isNull();
    }

    @Test
    void every_kind_of_trigger_and_policy_is_kept() {
        List<Trigger> triggers =
                List.of(HOURLY, Trigger.once(START.plusSeconds(5)), Trigger.cron("0 0 29 2 *", ZoneId.of("UTC")));
        for (Trigger trigger : triggers) {
            define(definition("s", trigger));
            assertThat(schedule("s").effective().trigger()).isEqualTo(trigger);
        }
        schedules().defineFlag("f", true);
        for (OverlapPolicy overlap : OverlapPolicy.values()) {
            for (MissedPolicy missed : List.of(MissedPolicy.RUN_ONCE, MissedPolicy.SKIP, MissedPolicy.runEach(7))) {
                Policies policies = new Policies(
                        missed,
                        overlap,
                        Duration.ZERO,
                        Duration.ofMillis(1500),
                        null,
                        null,
                        "f",
                        null,
                        null,
                        List.of());
                define(new ScheduleDefinition("s", HOURLY, job(), policies));
                assertThat(schedule("s").effective().policies()).isEqualTo(policies);
            }
        }
    }

    @Test
    void defining_the_same_again_keeps_the_next_fire_and_the_version() {
        define(definition("a", HOURLY));
        StoredSchedule before = schedule("a");
        clock.advance(Duration.ofSeconds(30));
        define(definition("a", HOURLY));
        assertThat(schedule("a")).isEqualTo(before);
    }

    @Test
    void a_changed_job_keeps_the_next_fire() {
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        define(new ScheduleDefinition("a", HOURLY, job().queue("mail"), Policies.DEFAULTS));
        assertThat(nextFireAt("a")).isEqualTo(START.plus(MINUTE));
        assertThat(schedule("a").effective().job().queue()).isEqualTo("mail");
    }

    @Test
    void a_changed_trigger_is_planned_anew() {
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        define(definition("a", DAILY));
        assertThat(nextFireAt("a")).isEqualTo(START.plusSeconds(30).plus(MINUTE));
    }

    @Test
    void changed_bounds_are_planned_anew() {
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        Policies d = Policies.DEFAULTS;
        Policies bounded = new Policies(
                d.missed(),
                d.overlap(),
                d.jitter(),
                d.grace(),
                null,
                START.plusSeconds(9999),
                null,
                null,
                null,
                List.of());
        define(new ScheduleDefinition("a", HOURLY, job(), bounded));
        assertThat(nextFireAt("a")).isEqualTo(START.plusSeconds(30).plus(MINUTE));
    }

    @Test
    void what_the_code_no_longer_defines_is_left() {
        define(definition("a", HOURLY), definition("b", HOURLY));
        define(definition("b", HOURLY));
        assertThat(schedules().find("a")).isPresent();
    }

    @Test
    void an_override_counts_and_is_planned_from_now() {
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        schedules().override(definition("a", DAILY), by(), planner);
        StoredSchedule stored = schedule("a");
        assertThat(stored.effective().trigger()).isEqualTo(DAILY);
        assertThat(stored.code()).isEqualTo(definition("a", HOURLY));
        assertThat(stored.overrideBy()).isEqualTo(new StoredSchedule.Change("ann", START.plusSeconds(30), "too often"));
        assertThat(stored.nextFireAt()).isEqualTo(START.plusSeconds(30).plus(MINUTE));
    }

    @Test
    void an_override_with_the_same_trigger_keeps_the_next_fire() {
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        schedules().override(new ScheduleDefinition("a", HOURLY, job().priority(3), Policies.DEFAULTS), by(), planner);
        assertThat(nextFireAt("a")).isEqualTo(START.plus(MINUTE));
    }

    @Test
    void an_override_stays_when_the_code_defines_its_schedule_again() {
        define(definition("a", HOURLY));
        schedules().override(definition("a", DAILY), by(), planner);
        Instant next = nextFireAt("a");
        clock.advance(Duration.ofSeconds(30));
        Trigger other = Trigger.every(Duration.ofHours(2));
        define(definition("a", other));
        StoredSchedule stored = schedule("a");
        assertThat(stored.effective().trigger()).isEqualTo(DAILY);
        assertThat(stored.code()).isEqualTo(definition("a", other));
        assertThat(stored.nextFireAt()).as("what counts has not changed").isEqualTo(next);
    }

    @Test
    void an_override_is_contested_once_the_code_says_something_else_than_what_was_overridden() {
        define(definition("a", HOURLY));
        clock.advance(MINUTE);
        schedules().override(definition("a", DAILY), by(), planner);
        assertThat(schedule("a").codeSince()).isEqualTo(START);
        assertThat(schedule("a").isContested()).isFalse();
        clock.advance(MINUTE);
        define(definition("a", HOURLY));
        assertThat(schedule("a").isContested()).as("said the same again").isFalse();
        define(definition("a", Trigger.every(Duration.ofHours(2))));
        assertThat(schedule("a").codeSince()).isEqualTo(START.plus(MINUTE.multipliedBy(2)));
        assertThat(schedule("a").isContested()).isTrue();
        clock.advance(MINUTE);
        schedules().override(definition("a", DAILY), by(), planner);
        assertThat(schedule("a").isContested()).as("kept").isFalse();
        assertThat(schedule("a").version()).isGreaterThan(1);
    }

    @Test
    void an_override_is_not_contested_by_code_that_says_the_same() {
        define(definition("a", HOURLY));
        schedules().override(definition("a", DAILY), by(), planner);
        clock.advance(MINUTE);
        define(definition("a", DAILY));
        assertThat(schedule("a").isContested()).isFalse();
        schedules().revert("a", planner);
        assertThat(schedule("a").isContested()).isFalse();
    }

    @Test
    void a_second_override_replaces_the_first() {
        define(definition("a", HOURLY));
        schedules().override(definition("a", DAILY), by(), planner);
        Trigger third = Trigger.every(Duration.ofHours(3));
        schedules().override(definition("a", third), by(), planner);
        assertThat(schedule("a").effective().trigger()).isEqualTo(third);
        schedules().revert("a", planner);
        assertThat(schedule("a").effective().trigger()).isEqualTo(HOURLY);
    }

    @Test
    void an_operator_may_make_a_schedule_that_no_code_knows() {
        schedules().override(definition("mine", DAILY), by(), planner);
        StoredSchedule stored = schedule("mine");
        assertThat(stored.code()).isNull();
        assertThat(stored.effective()).isEqualTo(definition("mine", DAILY));
        assertThat(stored.nextFireAt()).isEqualTo(START.plus(MINUTE));
        assertThat(schedules().revert("mine", planner))
                .as("no code to go back to")
                .isFalse();
        assertThat(schedules().find("mine")).isPresent();
    }

    @Test
    void revert_lets_the_code_count_again() {
        define(definition("a", HOURLY));
        assertThat(schedules().revert("a", planner)).isFalse();
        assertThat(schedules().revert("nowhere", planner)).isFalse();
        schedules().override(definition("a", DAILY), by(), planner);
        clock.advance(Duration.ofSeconds(30));
        assertThat(schedules().revert("a", planner)).isTrue();
        StoredSchedule stored = schedule("a");
        assertThat(stored.effective().trigger()).isEqualTo(HOURLY);
        assertThat(stored.override()).isNull();
        assertThat(stored.overrideBy()).isNull();
        assertThat(stored.nextFireAt()).isEqualTo(START.plusSeconds(30).plus(MINUTE));
    }

    @Test
    void every_change_raises_the_version() {
        define(definition("a", HOURLY));
        long version = schedule("a").version();
        List<Runnable> changes = List.of(
                () -> schedules().override(definition("a", DAILY), by(), planner),
                () -> schedules().pause("a", pause()),
                () -> schedules().resume("a"),
                () -> schedules().revert("a", planner),
                () -> define(definition("a", DAILY)));
        for (Runnable change : changes) {
            change.run();
            assertThat(schedule("a").version()).isGreaterThan(version);
            version = schedule("a").version();
        }
    }

    @Test
    void a_pause_is_kept_until_it_is_resumed() {
        define(definition("a", HOURLY));
        StoredSchedule.Pause pause =
                new StoredSchedule.Pause("ann", clock.instant(), "disk is full", START.plusSeconds(600));
        assertThat(schedules().pause("a", pause)).isTrue();
        assertThat(schedule("a").pause()).isEqualTo(pause);
        define(definition("a", DAILY));
        assertThat(schedule("a").pause()).isEqualTo(pause);
        assertThat(schedules().resume("a")).isTrue();
        assertThat(schedule("a").pause()).isNull();
        assertThat(schedules().resume("a")).isFalse();
        assertThat(schedules().pause("nowhere", pause)).isFalse();
        assertThat(schedules().resume("nowhere")).isFalse();
    }

    @Test
    void a_removed_schedule_is_gone_with_its_fires_and_its_jobs_stay() {
        define(definition("a", HOURLY));
        clock.advance(MINUTE);
        Long job = schedules().fireDue(10, planner).get(0).jobId();
        assertThat(schedules().remove("a")).isTrue();
        assertThat(schedules().find("a")).isEmpty();
        assertThat(schedules().fires("a", 10)).isEmpty();
        assertThat(schedules().remove("a")).isFalse();
        assertThat(ids(claim(worker(), 10))).containsExactly(job);
    }

    @Test
    void the_next_fire_of_all_is_the_earliest() {
        assertThat(schedules().nextFireAt()).isEmpty();
        define(definition("a", HOURLY));
        clock.advance(Duration.ofSeconds(30));
        define(definition("a", HOURLY), definition("b", HOURLY));
        assertThat(schedules().nextFireAt()).contains(START.plus(MINUTE));
        schedules().remove("a");
        assertThat(schedules().nextFireAt()).contains(START.plusSeconds(30).plus(MINUTE));
    }

    @Test
    void a_flag_is_as_the_code_says_until_it_is_set() {
        schedules().defineFlag("uploads", true);
        assertThat(schedules().flags()).containsExactly(new Flag("uploads", true, null, null, null));
        clock.advance(MINUTE);
        assertThat(schedules().setFlag("uploads", false, "ann")).isTrue();
        assertThat(schedules().flags()).containsExactly(new Flag("uploads", true, false, "ann", START.plus(MINUTE)));
        schedules().defineFlag("uploads", true);
        assertThat(schedules().flags()).allMatch(flag -> !flag.isOn());
        assertThat(schedules().setFlag("uploads", null, "ann")).isTrue();
        assertThat(schedules().flags()).allMatch(Flag::isOn);
        assertThat(schedules().setFlag("nowhere", true, "ann")).isFalse();
    }

    @Test
    void flags_are_listed_by_name() {
        schedules().defineFlag("b", true);
        schedules().defineFlag("a", false);
        assertThat(schedules().flags()).extracting(Flag::name).containsExactly("a", "b");
    }
}
