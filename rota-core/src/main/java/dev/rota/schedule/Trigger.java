package dev.rota.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a schedule is due: by cron, at an interval, or once. Immutable and thread-safe; a pure function of time. */
public sealed interface Trigger permits CronTrigger, IntervalTrigger, OnceTrigger {

    /** The first due instant strictly after {@code after}; empty when there is none. */
    Optional<Instant> next(Instant after);

    /** The last due instant strictly before {@code before}; empty when there is none. */
    Optional<Instant> previous(Instant before);

    /** {@code cron}, {@code interval} or {@code once}: with {@link #text} and {@link #zone} all that {@link #parse} needs. */
    String kind();

    /** The cron expression, the interval as in {@code PT6H}, with {@code from} and its anchor if it has one, or the instant. */
    String text();

    /** The zone of a cron expression; null for the others. */
    @Nullable
    ZoneId zone();

    /**
     * Reads what {@link #kind}, {@link #text} and {@link #zone} have given.
     *
     * @throws IllegalArgumentException if they are malformed
     */
    static Trigger parse(String kind, String text, @Nullable String zone) {
        try {
            return switch (kind) {
                case "cron" -> cron(text, ZoneNames.parse(zone == null ? "" : zone));
                case "interval" -> IntervalTrigger.parse(text);
                case "once" -> once(Instant.parse(text));
                default ->
                    throw new IllegalArgumentException(
                            "Trigger \"" + kind + "\" is not known. Use cron, interval or once.");
            };
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Trigger \"" + text + "\" is not valid. An interval looks like PT6H, an instant like "
                            + "2026-03-20T12:00:00Z.",
                    e);
        }
    }

    /** When it is due, in English. */
    String describe();

    /**
     * Due when a cron expression matches.
     *
     * @throws CronSyntaxException if the text is not a cron expression; see {@link Cron}
     */
    static CronTrigger cron(String text, ZoneId zone) {
        return new CronTrigger(Cron.parse(text), zone);
    }

    /**
     * Due again and again after the same elapsed time. The anchor, from which the intervals are counted, is given when
     * the schedule is registered: see {@link IntervalTrigger#anchoredAt}.
     *
     * @param every 1 second to 36,500 days, in whole milliseconds
     * @throws IllegalArgumentException if {@code every} is anything else
     */
    static IntervalTrigger every(Duration every) {
        return new IntervalTrigger(every, null);
    }

    /** Due at one instant. */
    static OnceTrigger once(Instant at) {
        return new OnceTrigger(at);
    }
}
