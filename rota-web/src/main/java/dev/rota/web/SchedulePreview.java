package dev.rota.web;

import dev.rota.schedule.CronTrigger;
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

/**
 * What a schedule would do, before it is saved.
 *
 * @param words when it fires, in a sentence
 * @param zone whose clocks it follows, {@code UTC} for one that follows none
 * @param ahead its next fires within its bounds; empty if it never fires
 * @param warnings what may not be as it was meant
 */
record SchedulePreview(String words, String zone, List<SchedulePages.Ahead> ahead, List<String> warnings) {
    private static final int AHEAD = 5;

    /** @param all the schedules there are, which may be in its way */
    static SchedulePreview of(ScheduleDefinition definition, Instant now, List<StoredSchedule> all) {
        Trigger trigger = definition.trigger();
        ZoneId zone = Optional.ofNullable(trigger.zone()).orElse(ZoneOffset.UTC);
        List<SchedulePages.Ahead> ahead = ahead(trigger, definition.policies(), zone, now);
        List<String> warnings = new ArrayList<>(warnings(trigger, now));
        if (!ahead.isEmpty() && definition.policies().jitter().isZero()) {
            Crowding.at(ahead.get(0).at(), zone, definition.name(), all).ifPresent(warnings::add);
        }
        return new SchedulePreview(trigger.describe(), name(zone), ahead, warnings);
    }

    /** One name for all the names that UTC has. */
    static String name(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    boolean hasZone() {
        return !zone.equals("UTC");
    }

    private static List<SchedulePages.Ahead> ahead(Trigger trigger, Policies policies, ZoneId zone, Instant now) {
        Instant start = policies.startsAt();
        Instant from = start != null && start.isAfter(now) ? start.minusNanos(1) : now;
        Instant end = policies.endsAt();
        List<SchedulePages.Ahead> ahead = new ArrayList<>();
        Optional<Instant> next = trigger.next(from);
        while (next.isPresent()
                && ahead.size() < AHEAD
                && (end == null || next.get().isBefore(end))) {
            Instant at = next.get();
            ahead.add(new SchedulePages.Ahead(at, Times.fire(at, zone), Times.fire(at, ZoneOffset.UTC)));
            next = trigger.next(at);
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
