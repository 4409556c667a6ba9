package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Due at the anchor and every multiple of {@code every} after it. It follows elapsed time, whatever the clocks of any
 * zone do, and does not drift when a job takes long or starts late.
 *
 * @param every 1 second to 36,500 days, in whole milliseconds
 * @param anchor the first due instant, kept to the millisecond; null until the schedule is registered, and then counted
 *     from the instant that is asked about
 */
public record IntervalTrigger(Duration every, @Nullable Instant anchor) implements Trigger {

    private static final String FROM = " from ";
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(36_500);
    private static final long FIRST_MILLI =
            Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long LAST_MILLI = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    /** @throws IllegalArgumentException if {@code every} or the anchor is out of range */
    public IntervalTrigger {
        if (every.compareTo(LEAST) < 0 || every.compareTo(MOST) > 0 || every.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "The interval is " + every + ". Use whole milliseconds from 1 second to 36,500 days.");
        }
        if (anchor != null) {
            anchor = anchor.truncatedTo(ChronoUnit.MILLIS);
            if (!anchor.equals(Instant.ofEpochMilli(milli(anchor)))) {
                throw new IllegalArgumentException("The anchor is " + anchor + ". Use the years 1 to 9999.");
            }
        }
    }

    /** The same interval counted from {@code anchor}. */
    public IntervalTrigger anchoredAt(Instant anchor) {
        return new IntervalTrigger(every, anchor);
    }

    /** The first due instant strictly after {@code after}, not before the anchor; empty after the year 9999. */
    @Override
    public Optional<Instant> next(Instant after) {
        long start = anchorMilli(after);
        long milli = milli(after);
        long next = milli < start ? start : start + (Math.floorDiv(milli - start, step()) + 1) * step();
        return next > LAST_MILLI || milli == LAST_MILLI ? Optional.empty() : Optional.of(Instant.ofEpochMilli(next));
    }

    /** The last due instant strictly before {@code before}; empty at and before the anchor, and before the year 1. */
    @Override
    public Optional<Instant> previous(Instant before) {
        long start = anchor == null ? FIRST_MILLI : anchor.toEpochMilli();
        long last = lastBefore(before);
        long previous = anchor == null ? milli(before) - step() : last - Math.floorMod(last - start, step());
        return previous < start ? Optional.empty() : Optional.of(Instant.ofEpochMilli(previous));
    }

    /** How many due instants lie strictly between two instants; 0 without an anchor. */
    long countBetween(Instant after, Instant before) {
        if (anchor == null) {
            return 0;
        }
        long start = anchor.toEpochMilli();
        return Math.max(0, index(lastBefore(before), start) - index(milli(after), start));
    }

    /** The number of the last due instant at or before {@code milli}; the anchor is 0, and -1 stands for none. */
    private long index(long milli, long start) {
        return milli < start ? -1 : (milli - start) / step();
    }

    private long step() {
        return every.toMillis();
    }

    private long anchorMilli(Instant ifUnset) {
        return anchor == null ? milli(ifUnset) : anchor.toEpochMilli();
    }

    @SuppressWarnings("JavaInstantGetSecondsGetNano")
    private static long lastBefore(Instant before) {
        long milli = milli(before);
        return before.getNano() % 1_000_000 > 0 ? milli : milli - 1;
    }

    private static long milli(Instant instant) {
        if (instant.getEpochSecond() < FIRST_MILLI / 1000) {
            return FIRST_MILLI;
        }
        return instant.getEpochSecond() >= LAST_MILLI / 1000 ? LAST_MILLI : instant.toEpochMilli();
    }

    @Override
    public String kind() {
        return "interval";
    }

    @Override
    public String text() {
        return anchor == null ? every.toString() : every + FROM + anchor;
    }

    @Override
    public @Nullable ZoneId zone() {
        return null;
    }

    static IntervalTrigger parse(String text) {
        int from = text.indexOf(FROM);
        return from < 0
                ? new IntervalTrigger(Duration.parse(text), null)
                : new IntervalTrigger(
                        Duration.parse(text.substring(0, from)), Instant.parse(text.substring(from + FROM.length())));
    }

    @Override
    public String describe() {
        List<String> parts = new ArrayList<>();
        add(parts, every.toDays(), "day");
        add(parts, every.toHoursPart(), "hour");
        add(parts, every.toMinutesPart(), "minute");
        add(parts, every.toSecondsPart(), "second");
        add(parts, every.toMillisPart(), "millisecond");
        String words = Words.and(parts);
        return "Every " + (parts.size() == 1 && words.startsWith("1 ") ? words.substring(2) : words);
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(Words.counted(count, unit));
        }
    }
}
