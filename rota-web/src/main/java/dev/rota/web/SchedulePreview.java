package dev.rota.web;

import dev.rota.schedule.CronTrigger;
import dev.rota.schedule.FireRules;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.Policies;
import dev.rota.schedule.Preview;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule would do, before it is saved.
 *
 * @param words when it fires, in a sentence
 * @param trigger the cron expression, the interval or the instant
 * @param zone whose clocks it follows, {@code UTC} for one that follows none
 * @param ahead its next fires within its bounds; empty if it never fires
 * @param warnings what may not be as it was meant
 */
record SchedulePreview(
        String words, String trigger, String zone, List<SchedulePages.Ahead> ahead, List<String> warnings) {
    private static final int AHEAD = 5;

    /**
     * What a definition would do if it were saved now.
     *
     * @param stored what it is laid over; null if there is nothing
     * @param all the schedules there are, which may be in its way
     */
    static SchedulePreview of(
            ScheduleDefinition definition, @Nullable StoredSchedule stored, Instant now, List<StoredSchedule> all) {
        Trigger trigger = definition.trigger();
        ZoneId zone = Optional.ofNullable(trigger.zone()).orElse(ZoneOffset.UTC);
        List<SchedulePages.Ahead> ahead = ahead(definition, zone, first(definition, stored, now));
        List<String> warnings = new ArrayList<>(warnings(trigger, now));
        if (!ahead.isEmpty() && definition.policies().jitter().isZero()) {
            Crowding.at(ahead.get(0).at(), zone, definition.name(), all).ifPresent(warnings::add);
        }
        return new SchedulePreview(trigger.describe(), trigger.text(), name(zone), ahead, warnings);
    }

    /** One name for all the names that UTC has. */
    static String name(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    boolean hasZone() {
        return !zone.equals("UTC");
    }

    /** When it would fire first: as it is planned already, unless what is saved says other times. */
    private static @Nullable Instant first(
            ScheduleDefinition definition, @Nullable StoredSchedule stored, Instant now) {
        if (stored != null && stored.orphanedAt() == null && definition.firesAtTheTimesOf(stored.effective())) {
            return stored.nextFireAt();
        }
        Trigger trigger = definition.trigger();
        if (trigger instanceof IntervalTrigger interval && interval.anchor() == null) {
            trigger = interval.anchoredAt(now.plus(interval.every()));
        }
        Policies policies = definition.policies();
        return FireRules.DEFAULTS
                .between(policies.startsAt(), policies.endsAt())
                .next(trigger, now.minusNanos(1))
                .orElse(null);
    }

    private static List<SchedulePages.Ahead> ahead(
            ScheduleDefinition definition, ZoneId zone, @Nullable Instant first) {
        Instant end = definition.policies().endsAt();
        List<SchedulePages.Ahead> ahead = new ArrayList<>();
        Instant at = first;
        while (at != null && ahead.size() < AHEAD && (end == null || at.isBefore(end))) {
            ahead.add(SchedulePages.Ahead.of(definition, at, zone));
            at = definition.trigger().next(at).orElse(null);
        }
        return ahead;
    }

    /** What the lint says of a cron expression; nothing of other triggers. */
    static List<String> warnings(Trigger trigger, Instant now) {
        return trigger instanceof CronTrigger cron
                ? Preview.of(cron.cron(), cron.zone(), now, 0).warnings().stream()
                        .map(lint -> lint.message())
                        .toList()
                : List.of();
    }
}
