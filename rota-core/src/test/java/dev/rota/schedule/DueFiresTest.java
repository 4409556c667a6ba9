package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueFiresTest {

    private static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");
    private static final Trigger HOURLY = Trigger.cron("@hourly", ZoneOffset.UTC);
    private static final long SEED = Long.getLong("rota.seed", 11L);

    @Test
    void nothing_fires_before_its_time() {
        DueFires decided = DueFires.decide(HOURLY, NINE, NINE.minusNanos(1), FireRules.DEFAULTS);
        assertThat(decided).isEqualTo(new DueFires(List.of(), List.of(), List.of(), 0, true, Optional.of(NINE)));
    }

    @Test
    void a_due_instant_fires_on_time() {
        DueFires decided = DueFires.decide(HOURLY, NINE, NINE, FireRules.DEFAULTS);
        assertThat(decided)
                .isEqualTo(new DueFires(List.of(NINE), List.of(), List.of(), 0, true, Optional.of(hour(10))));
    }

    @Test
    void a_single_due_instant_fires_however_late() {
        Instant yearsLater = NINE.plus(Duration.ofDays(4000));
        DueFires decided = DueFires.decide(Trigger.once(NINE), NINE, yearsLater, FireRules.DEFAULTS);
        assertThat(decided).isEqualTo(new DueFires(List.of(NINE), List.of(), List.of(), 0, true, Optional.empty()));
    }

    @Test
    void run_once_fires_the_latest_and_misses_the_others() {
        DueFires decided = DueFires.decide(HOURLY, NINE, hour(12).plusSeconds(300), FireRules.DEFAULTS);
        assertThat(decided)
                .isEqualTo(new DueFires(
                        List.of(hour(12)),
                        List.of(NINE, hour(10), hour(11)),
                        List.of(),
                        0,
                        true,
                        Optional.of(hour(13))));
    }

    @Test
    void skip_fires_only_within_the_grace() {
        FireRules skip = FireRules.DEFAULTS.withMissed(MissedPolicy.SKIP);
        assertThat(DueFires.decide(HOURLY, NINE, hour(10).plusSeconds(60), skip))
                .isEqualTo(new DueFires(List.of(hour(10)), List.of(NINE), List.of(), 0, true, Optional.of(hour(11))));
        assertThat(DueFires.decide(HOURLY, NINE, hour(10).plusSeconds(61), skip))
                .isEqualTo(new DueFires(List.of(), List.of(NINE, hour(10)), List.of(), 0, true, Optional.of(hour(11))));
    }

    @Test
    void run_each_fires_the_latest_in_order() {
        FireRules each = FireRules.DEFAULTS.withMissed(MissedPolicy.runEach(2));
        assertThat(DueFires.decide(HOURLY, NINE, hour(12), each))
                .isEqualTo(new DueFires(
                        List.of(hour(11), hour(12)),
                        List.of(NINE, hour(10)),
                        List.of(),
                        0,
                        true,
                        Optional.of(hour(13))));
    }

    @Test
    void a_monthly_report_runs_for_each_missed_month() {
        Trigger monthly = Trigger.cron("0 6 1 * *", ZoneId.of("America/New_York"));
        Instant january = Instant.parse("2026-01-01T11:00:00Z");
        FireRules each = FireRules.DEFAULTS.withMissed(MissedPolicy.runEach(12));
        assertThat(DueFires.decide(monthly, january, Instant.parse("2026-04-15T00:00:00Z"), each)
                        .fired())
                .containsExactly(
                        january,
                        Instant.parse("2026-02-01T11:00:00Z"),
                        Instant.parse("2026-03-01T11:00:00Z"),
                        Instant.parse("2026-04-01T10:00:00Z"));
    }

    @Test
    void nothing_is_due_outside_the_bounds() {
        FireRules bounded = FireRules.DEFAULTS.between(hour(10), hour(12));
        assertThat(DueFires.decide(HOURLY, NINE, hour(15), bounded))
                .isEqualTo(new DueFires(List.of(hour(11)), List.of(hour(10)), List.of(), 0, true, Optional.empty()));
        assertThat(DueFires.decide(HOURLY, NINE, NINE, bounded).nextDue()).contains(hour(10));
        assertThat(DueFires.decide(HOURLY, hour(12), hour(15), bounded))
                .isEqualTo(new DueFires(List.of(), List.of(), List.of(), 0, true, Optional.empty()));
    }

    @Test
    void a_due_instant_that_a_changed_trigger_would_not_name_still_counts() {
        Instant odd = NINE.plusSeconds(1234);
        assertThat(DueFires.decide(HOURLY, odd, odd.plusSeconds(1), FireRules.DEFAULTS)
                        .fired())
                .containsExactly(odd);
        assertThat(DueFires.decide(HOURLY, odd, hour(10), FireRules.DEFAULTS).missed())
                .containsExactly(odd);
    }

    @Test
    void an_interval_without_an_anchor_keeps_the_rhythm_of_its_due_instant() {
        Trigger trigger = Trigger.every(Duration.ofMinutes(10));
        assertThat(DueFires.decide(trigger, NINE, NINE.plusSeconds(1500), FireRules.DEFAULTS))
                .isEqualTo(new DueFires(
                        List.of(NINE.plusSeconds(1200)),
                        List.of(NINE, NINE.plusSeconds(600)),
                        List.of(),
                        0,
                        true,
                        Optional.of(NINE.plusSeconds(1800))));
    }

    @Test
    void ten_years_of_seconds_are_counted_without_being_walked() {
        Trigger trigger = Trigger.every(Duration.ofSeconds(1)).anchoredAt(NINE);
        long seconds = Duration.ofDays(3652).toSeconds();
        FireRules each = FireRules.DEFAULTS.withMissed(MissedPolicy.runEach(1000));
        DueFires decided = DueFires.decide(trigger, NINE, NINE.plusSeconds(seconds), each);
        assertThat(decided.fired()).hasSize(1000).endsWith(NINE.plusSeconds(seconds));
        assertThat(decided.missed()).hasSize(100).endsWith(NINE.plusSeconds(seconds - 1000));
        assertThat(decided.missedMore()).isEqualTo(seconds + 1 - 1100);
        assertThat(decided.missedMoreIsExact()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * * *", "* * * 1 1 ?", "*/2 * 2 * * *"})
    void years_of_cron_seconds_are_counted_up_to_a_limit(String text) {
        Instant now = NINE.plus(Duration.ofDays(3652));
        Trigger trigger = Trigger.cron(text, ZoneId.of("Europe/Riga"));
        DueFires decided = DueFires.decide(trigger, NINE, now, FireRules.DEFAULTS);
        assertThat(decided.fired())
                .containsExactly(trigger.previous(now.plusNanos(1)).orElseThrow());
        assertThat(decided.missed()).hasSize(100).isSorted();
        assertThat(decided.missedMore()).isGreaterThanOrEqualTo(10_000);
        assertThat(decided.missedMoreIsExact()).isFalse();
        assertThat(decided.nextDue()).isEqualTo(trigger.next(now));
    }

    @Test
    void a_wide_grace_fires_at_most_a_thousand() {
        FireRules skip = FireRules.DEFAULTS.withMissed(MissedPolicy.SKIP).withGrace(Duration.ofSeconds(Long.MAX_VALUE));
        Trigger trigger = Trigger.every(Duration.ofSeconds(1));
        DueFires decided = DueFires.decide(trigger, NINE, NINE.plusSeconds(4999), skip);
        assertThat(decided.fired()).hasSize(1000);
        assertThat(decided.missed().size() + decided.missedMore()).isEqualTo(4000);
    }

    @Test
    void walking_forward_gives_the_same() {
        Random random = new Random(SEED);
        RandomCron crons = new RandomCron(random);
        ZoneId zone = ZoneId.of("America/New_York");
        for (int i = 0; i < 400; i++) {
            Trigger trigger = random.nextInt(4) == 0
                    ? Trigger.every(Duration.ofSeconds(1 + random.nextInt(100_000)))
                            .anchoredAt(NINE)
                    : Trigger.cron(random.nextBoolean() ? crons.fixed() : crons.elapsed(), zone);
            Instant due =
                    trigger.next(NINE.plusSeconds(random.nextInt(30_000_000))).orElse(NINE);
            Instant now = due.plusSeconds(random.nextInt(500_000));
            MissedPolicy missed = List.of(MissedPolicy.RUN_ONCE, MissedPolicy.SKIP, MissedPolicy.runEach(7))
                    .get(i % 3);
            FireRules rules = FireRules.DEFAULTS.withMissed(missed).withGrace(Duration.ofMinutes(random.nextInt(300)));
            assertThat(DueFires.decide(trigger, due, now, rules))
                    .as("%s due %s now %s %s, -Drota.seed=%d", trigger, due, now, rules, SEED)
                    .isEqualTo(forward(trigger, due, now, rules));
        }
    }

    private static DueFires forward(Trigger trigger, Instant due, Instant now, FireRules rules) {
        List<Instant> fired = new ArrayList<>();
        Optional<Instant> at = Optional.of(due);
        while (at.isPresent() && !at.get().isAfter(now)) {
            fired.add(at.get());
            at = trigger.next(at.get());
        }
        int keep = switch (rules.missed().kind()) {
            case RUN_ONCE -> 1;
            case RUN_EACH -> Math.min(fired.size(), rules.missed().max());
            case SKIP ->
                Math.min(1000, (int) fired.stream()
                        .filter(instant -> !instant.isBefore(now.minus(rules.grace())))
                        .count());
        };
        List<Instant> missed = fired.subList(0, fired.size() - keep);
        List<Instant> listed = missed.subList(Math.max(0, missed.size() - 100), missed.size());
        int more = missed.size() - listed.size();
        boolean cronBeyondLimit = trigger instanceof CronTrigger && more > 10_000;
        assertThat(cronBeyondLimit)
                .as("the window is too wide for an exact count")
                .isFalse();
        return new DueFires(fired.subList(fired.size() - keep, fired.size()), listed, List.of(), more, true, at);
    }

    @Test
    void rules_out_of_range_are_refused() {
        assertThatThrownBy(() -> FireRules.DEFAULTS.withGrace(Duration.ofSeconds(-1)))
                .hasMessage("The grace is PT-1S. Use zero or more.");
        assertThatThrownBy(() -> FireRules.DEFAULTS.between(NINE, NINE)).hasMessageContaining("is not after the start");
    }

    private static Instant hour(int hour) {
        return NINE.plus(Duration.ofHours(hour - 9));
    }

    private static DueFires decide(MissedPolicy missed, Instant due, Instant now, String windows) {
        List<PauseWindow> pauses = PauseWindow.parseAll(windows);
        return DueFires.decide(
                HOURLY,
                due,
                now,
                FireRules.DEFAULTS.withMissed(missed),
                at -> pauses.stream().anyMatch(pause -> pause.contains(at, ZoneOffset.UTC)));
    }

    @Test
    void what_is_due_in_a_pause_window_is_skipped() {
        assertThat(decide(MissedPolicy.RUN_ONCE, NINE, NINE, "08:00-10:00"))
                .isEqualTo(new DueFires(List.of(), List.of(), List.of(NINE), 0, true, Optional.of(hour(10))));
        assertThat(decide(MissedPolicy.RUN_ONCE, hour(10), hour(10), "08:00-10:00"))
                .isEqualTo(new DueFires(List.of(hour(10)), List.of(), List.of(), 0, true, Optional.of(hour(11))));
        assertThat(decide(MissedPolicy.SKIP, NINE, NINE, "08:00-10:00").skipped())
                .containsExactly(NINE);
    }

    @Test
    void what_was_missed_is_made_up_for_by_the_latest_outside_the_pause_windows() {
        DueFires once = decide(MissedPolicy.RUN_ONCE, NINE, hour(14).plusSeconds(1800), "12:00-18:00");
        assertThat(once.fired()).containsExactly(hour(11));
        assertThat(once.missed()).containsExactly(NINE, hour(10));
        assertThat(once.skipped()).containsExactly(hour(12), hour(13), hour(14));
        DueFires each = decide(MissedPolicy.runEach(2), NINE, hour(14), "10:00-11:00, 13:00-14:00");
        assertThat(each.fired()).containsExactly(hour(12), hour(14));
        assertThat(each.missed()).containsExactly(NINE, hour(11));
        assertThat(each.skipped()).containsExactly(hour(10), hour(13));
        DueFires skip = decide(MissedPolicy.SKIP, NINE, hour(14), "10:00-11:00");
        assertThat(skip.fired()).containsExactly(hour(14));
        assertThat(skip.missed()).containsExactly(NINE, hour(11), hour(12), hour(13));
        assertThat(skip.skipped()).containsExactly(hour(10));
    }

    @Test
    void a_long_time_off_lists_no_more_than_without_windows() {
        DueFires fires = decide(MissedPolicy.RUN_ONCE, NINE, NINE.plus(Duration.ofDays(300)), "00:00-12:00");
        assertThat(fires.fired()).hasSize(1);
        assertThat(fires.missed().size() + fires.skipped().size()).isEqualTo(100);
        assertThat(fires.missedMore()).isEqualTo(300 * 24 - 100);
        assertThat(fires.missedMoreIsExact()).isTrue();
    }
}
