package dev.rota.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of figures hold those of some time, as few as do: every figure stands in the row of its minute, its ten
 * minutes, its hour and its day, so that a day in the middle is one row, and only the edges are put together from shorter
 * ones. What is kept no longer in short rows is taken from longer ones, which count to the time at which they begin.
 *
 * @param parts one after the other, the earliest first
 */
public record RollupCover(List<Part> parts) {
    public static final int MINUTE = 60;
    public static final int TEN_MINUTES = 600;
    public static final int HOUR = 3_600;
    public static final int DAY = 86_400;

    /** What is kept, in seconds, the longest first. */
    public static final List<Integer> SPANS = List.of(DAY, HOUR, TEN_MINUTES, MINUTE);

    private static final Duration MINUTES_READ = Duration.ofHours(48);
    private static final Duration TEN_MINUTES_READ = Duration.ofDays(14);
    private static final Duration ALL_READ = Duration.ofDays(400);

    /** Rows are kept for a while after the last reader has asked for them. */
    private static final Duration SPARE = Duration.ofHours(2);

    /** Workers write the minute that it is to them. */
    private static final Duration AHEAD = Duration.ofDays(2);

    public RollupCover {
        parts = List.copyOf(parts);
    }

    /**
     * Rows of one length.
     *
     * @param span seconds
     * @param from the rows begin at this time or later
     * @param until and before this
     */
    public record Part(int span, Instant from, Instant until) {}

    /**
     * The rows of some time.
     *
     * @param from inclusive
     * @param until exclusive
     * @param step seconds: no row reaches over a multiple of it; {@link #DAY} where the sum of all is wanted
     */
    public static RollupCover of(Instant from, Instant until, long step, Instant now) {
        long tens = floor(now.minus(TEN_MINUTES_READ), HOUR);
        long minutes = floor(now.minus(MINUTES_READ), HOUR);
        long at = Math.max(ceiling(from), floor(now.minus(ALL_READ), DAY));
        long end = Math.min(ceiling(until), floor(now.plus(AHEAD), DAY));
        List<Part> parts = new ArrayList<>();
        int span = 0;
        long begun = at;
        while (at < end) {
            int next = span(at, end, step, at < tens ? HOUR : at < minutes ? TEN_MINUTES : MINUTE);
            if (next != span && at > begun) {
                parts.add(part(span, begun, at));
                begun = at;
            }
            span = next;
            at = Math.min(end, at - Math.floorMod(at, (long) span) + span);
        }
        if (at > begun) {
            parts.add(part(span, begun, at));
        }
        return new RollupCover(parts);
    }

    /** The longest span that begins here, ends in time and within its step; {@code least} where there is none. */
    private static int span(long at, long end, long step, int least) {
        return SPANS.stream()
                .filter(span -> span > least && at % span == 0 && at + span <= end && step % span == 0)
                .findFirst()
                .orElse(least);
    }

    private static Part part(int span, long from, long until) {
        return new Part(span, Instant.ofEpochSecond(from), Instant.ofEpochSecond(until));
    }

    /** Before when rows of a span may be deleted. */
    public static Instant kept(int span, Instant now) {
        Duration read = span == MINUTE ? MINUTES_READ : span == TEN_MINUTES ? TEN_MINUTES_READ : ALL_READ;
        return now.minus(read).minus(span >= HOUR ? Duration.ofDays(1) : SPARE);
    }

    /** The beginning of the span that an instant lies in. */
    public static Instant begin(Instant at, int span) {
        return Instant.ofEpochSecond(floor(at, span));
    }

    private static long floor(Instant at, int span) {
        return at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), (long) span);
    }

    private static long ceiling(Instant at) {
        return at.getEpochSecond() + (at.getNano() > 0 ? 1 : 0);
    }

    /** Binds {@code :spans}, {@code :froms} and {@code :untils} as lists of seconds, and of microseconds since 1970. */
    public Statement bind(Statement statement) throws SQLException {
        return statement
                .setNumbers(
                        "spans", parts.stream().map(part -> (long) part.span()).toList())
                .setNumbers(
                        "froms", parts.stream().map(part -> micros(part.from())).toList())
                .setNumbers(
                        "untils",
                        parts.stream().map(part -> micros(part.until())).toList());
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000;
    }
}
