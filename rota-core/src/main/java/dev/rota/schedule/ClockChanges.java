package dev.rota.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Warns of the fires of the coming year that a change of the zone's clocks moves, drops or repeats. */
final class ClockChanges {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);

    /** No zone has changed its clocks more often in a year. */
    private static final int MAX_CHANGES = 12;

    private ClockChanges() {}

    static List<Lint> check(Cron cron, ZoneId zone, Instant from) {
        List<Lint> lints = new ArrayList<>();
        boolean everyHour = cron.field(FieldKind.HOUR).bits() == FieldKind.HOUR.allBits();
        if (everyHour || from.isAfter(Instant.parse("9998-01-01T00:00:00Z"))) {
            return lints;
        }
        Instant end = from.plus(366, ChronoUnit.DAYS);
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        for (int i = 0; i < MAX_CHANGES && change != null && change.getInstant().isBefore(end); i++) {
            (change.isGap() ? gap(cron, zone, change) : overlap(cron, zone, change)).ifPresent(lints::add);
            change = zone.getRules().nextTransition(change.getInstant());
        }
        return lints;
    }

    private static Optional<Lint> gap(Cron cron, ZoneId zone, ZoneOffsetTransition change) {
        LocalDateTime after = change.getDateTimeAfter();
        return inside(cron, change.getDateTimeBefore(), after).map(time -> {
            String missing = DAY.format(time) + " " + clock(time) + " does not exist in " + zone + ": ";
            String landing = after.toLocalDate().equals(time.toLocalDate())
                    ? clock(after)
                    : DAY.format(after) + " " + clock(after);
            return new Lint(
                    Lint.CLOCK_GAP,
                    missing
                            + (cron.namesFixedTimes()
                                    ? "fires " + landing + "."
                                    : "the clocks jump to " + landing + ", and nothing fires in between, because the"
                                            + " hour or the minute is a wildcard or a step."));
        });
    }

    private static Optional<Lint> overlap(Cron cron, ZoneId zone, ZoneOffsetTransition change) {
        return inside(cron, change.getDateTimeAfter(), change.getDateTimeBefore())
                .map(time -> {
                    String twice = DAY.format(time) + " " + clock(time) + " happens twice in " + zone + ": ";
                    return new Lint(
                            Lint.CLOCK_OVERLAP,
                            twice
                                    + (cron.namesFixedTimes()
                                            ? "fires once, the first time."
                                            : "fires both times, because the hour or the minute is a wildcard or a step."));
                });
    }

    /** The first matching local time from {@code start} on and before {@code end}. */
    private static Optional<LocalDateTime> inside(Cron cron, LocalDateTime start, LocalDateTime end) {
        long local = cron.times().next(start.toEpochSecond(ZoneOffset.UTC));
        return local == LocalTimes.NONE || local >= end.toEpochSecond(ZoneOffset.UTC)
                ? Optional.empty()
                : Optional.of(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
    }

    private static String clock(LocalDateTime time) {
        return time.getSecond() == 0 ? TIME.format(time) : TIME_SECONDS.format(time);
    }
}
