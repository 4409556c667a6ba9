package dev.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cron expression. Immutable and thread-safe; two are equal when their {@link #text} is.
 *
 * <p><b>Syntax.</b> Five fields (minute, hour, day of month, month, day of week), or six with seconds first, or one of
 * {@code @yearly @annually @monthly @weekly @daily @midnight @hourly}. A field is a list of values, ranges
 * ({@code 8-18}), steps ({@code *}{@code /15}, {@code 8-18/2}, {@code 5/15} for "from 5 on"), names ({@code JAN},
 * {@code MON}, in any case) or {@code *}. The day of month also takes {@code ?}, {@code L} (last day), {@code L-3}
 * (three days before it), {@code 15W} (the day in Monday to Friday nearest to the 15th, within the month) and
 * {@code LW}; the day of week {@code ?}, {@code FRIL} (last Friday of the month) and {@code FRI#2} (second Friday).
 * Weekdays are 0–7, where 0 and 7 are Sunday. When both day fields are restricted, that is neither is {@code *} or
 * {@code ?}, a day that matches either is taken, as in Unix.
 *
 * <p><b>Changing clocks.</b> An expression <em>names fixed local times</em> when its hour and its minute are both
 * written as values and ranges alone and neither covers its whole range. Each such local time has one instant: the
 * first instant after the gap when the clocks jump over it (a day that the zone skipped is such a gap), the first of
 * two when they show it twice. Several that fall into one gap fire once. Any other expression <em>follows elapsed
 * time</em>: each instant at which the wall clock shows a matching time fires, so that {@code *}{@code /15} fires every
 * fifteen minutes through both changes.
 *
 * <p><b>Bounds.</b> Texts of up to 200 characters; fires in the years 1 to 9999. A search walks at most 41 years of
 * months for the next matching date (the rarest there is comes back after 40), and at most 400 changes of offset.
 */
public final class Cron {

    private static final long FIRST_SECOND =
            Instant.parse("0001-01-02T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-30T00:00:00Z").getEpochSecond();
    private static final int MAX_LISTED = 1000;

    private final CronParser.Parsed parsed;
    private final LocalTimes times;
    private final boolean fixed;

    private Cron(CronParser.Parsed parsed) {
        this.parsed = parsed;
        this.times = new LocalTimes(parsed);
        this.fixed = parsed.field(FieldKind.HOUR).isFixed()
                && parsed.field(FieldKind.MINUTE).isFixed();
    }

    /**
     * Reads an expression.
     *
     * @throws CronSyntaxException if the text is not one; the message says what to write instead
     */
    public static Cron parse(String text) {
        return new Cron(CronParser.parse(text));
    }

    /** The expression as given, with single spaces between its fields. */
    public String text() {
        return parsed.text();
    }

    /** Whether each matching local time fires exactly once a day, however the clocks change; see the class comment. */
    public boolean namesFixedTimes() {
        return fixed;
    }

    /** The first fire strictly after an instant; empty when there is none before the year 9999 ends. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        long second = Math.max(after.getEpochSecond(), FIRST_SECOND);
        if (second >= LAST_SECOND) {
            return Optional.empty();
        }
        ZonedSearch search = search(zone);
        return instant(fixed ? search.nextFixed(second) : search.nextElapsed(second));
    }

    /**
     * The first {@code n} fires strictly after an instant, in order; fewer when there are no more.
     *
     * @param n 0 to 1000
     * @throws IllegalArgumentException if {@code n} is outside that range
     */
    public List<Instant> next(Instant after, ZoneId zone, int n) {
        if (n < 0 || n > MAX_LISTED) {
            throw new IllegalArgumentException(n + " fires were asked for. Ask for 0 to " + MAX_LISTED);
        }
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> fire = n == 0 ? Optional.empty() : next(after, zone);
        while (fire.isPresent()) {
            fires.add(fire.get());
            fire = fires.size() == n ? Optional.empty() : next(fire.get(), zone);
        }
        return List.copyOf(fires);
    }

    /** The last fire strictly before an instant; empty when there is none after the year 1 begins. */
    public Optional<Instant> previous(Instant before, ZoneId zone) {
        long second = before.getEpochSecond() + (before.getNano() > 0 ? 1 : 0);
        if (second <= FIRST_SECOND) {
            return Optional.empty();
        }
        ZonedSearch search = search(zone);
        long bounded = Math.min(second, LAST_SECOND);
        return instant(fixed ? search.previousFixed(bounded) : search.previousElapsed(bounded));
    }

    /** The expression in English, such as {@code "At 03:00, only on Sunday"}. */
    public String describe() {
        return CronWords.describe(this);
    }

    CronField field(FieldKind kind) {
        return parsed.field(kind);
    }

    boolean hasSeconds() {
        return parsed.hasSeconds();
    }

    LocalTimes times() {
        return times;
    }

    private ZonedSearch search(ZoneId zone) {
        return new ZonedSearch(times, zone.getRules());
    }

    private static Optional<Instant> instant(long second) {
        return second == LocalTimes.NONE ? Optional.empty() : Optional.of(Instant.ofEpochSecond(second));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cron cron && cron.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
