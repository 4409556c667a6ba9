package dev.rota.schedule;

import static dev.rota.schedule.LocalTimes.NONE;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** Lays the local times of an expression over the offsets of one zone. Instants are seconds since the epoch. */
final class ZonedSearch {

    /**
     * How many stretches of equal offset a search that follows elapsed time walks: some 200 years where clocks change
     * twice a year. Only a time that falls into every gap of its zone is looked for so long.
     */
    private static final int MAX_STRETCHES = 400;

    private final LocalTimes times;
    private final ZoneRules rules;

    ZonedSearch(LocalTimes times, ZoneRules rules) {
        this.times = times;
        this.rules = rules;
    }

    /** The first instant after {@code after} at which the wall clock shows a matching time, or {@link LocalTimes#NONE}. */
    long nextElapsed(long after) {
        long from = after + 1;
        for (int i = 0; i < MAX_STRETCHES; i++) {
            Instant start = Instant.ofEpochSecond(from);
            int offset = rules.getOffset(start).getTotalSeconds();
            long local = times.next(from + offset);
            ZoneOffsetTransition change = rules.nextTransition(start);
            if (change == null || (local != NONE && local - offset < change.toEpochSecond())) {
                return local == NONE ? NONE : local - offset;
            }
            if (local == NONE && !times.isPossible()) {
                return NONE;
            }
            from = change.toEpochSecond();
        }
        return NONE;
    }

    /** The last instant before {@code before} at which the wall clock shows a matching time, or {@link LocalTimes#NONE}. */
    long previousElapsed(long before) {
        long from = before - 1;
        for (int i = 0; i < MAX_STRETCHES; i++) {
            Instant end = Instant.ofEpochSecond(from);
            int offset = rules.getOffset(end).getTotalSeconds();
            long local = times.previous(from + offset);
            ZoneOffsetTransition change = rules.previousTransition(end.plusSeconds(1));
            if (change == null || (local != NONE && local - offset >= change.toEpochSecond())) {
                return local == NONE ? NONE : local - offset;
            }
            if (local == NONE && !times.isPossible()) {
                return NONE;
            }
            from = change.toEpochSecond() - 1;
        }
        return NONE;
    }

    /**
     * The first instant after {@code after} of a fixed local time. A later local time never has an earlier instant, so
     * the search starts at the wall clock of {@code after}; only in the second pass of an overlap, whose times have had
     * their instants in the first, does it go on behind the overlap.
     */
    long nextFixed(long after) {
        long local = times.next(after + offsetAt(after) + 1);
        while (local != NONE) {
            LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
            List<ZoneOffset> offsets = rules.getValidOffsets(time);
            long instant = instant(local, time, offsets);
            if (instant > after) {
                return instant;
            }
            local = times.next(offsets.size() == 2 ? Math.max(local + 1, endOfOverlap(time)) : local + 1);
        }
        return NONE;
    }

    /** The last instant before {@code before} of a fixed local time, or {@link LocalTimes#NONE}. */
    long previousFixed(long before) {
        long last = before - 1;
        int offset = offsetAt(last);
        long start = last + offset;
        LocalDateTime clock = LocalDateTime.ofEpochSecond(start, 0, ZoneOffset.UTC);
        List<ZoneOffset> offsets = rules.getValidOffsets(clock);
        if (offsets.size() == 2 && offsets.get(1).getTotalSeconds() == offset) {
            start = endOfOverlap(clock) - 1;
        }
        long local = times.previous(start);
        if (local == NONE) {
            return NONE;
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
        return instant(local, time, rules.getValidOffsets(time));
    }

    private long instant(long local, LocalDateTime time, List<ZoneOffset> offsets) {
        return offsets.isEmpty()
                ? rules.getTransition(time).toEpochSecond()
                : local - offsets.get(0).getTotalSeconds();
    }

    private long endOfOverlap(LocalDateTime time) {
        return rules.getTransition(time).getDateTimeBefore().toEpochSecond(ZoneOffset.UTC);
    }

    private int offsetAt(long instant) {
        return rules.getOffset(Instant.ofEpochSecond(instant)).getTotalSeconds();
    }
}
