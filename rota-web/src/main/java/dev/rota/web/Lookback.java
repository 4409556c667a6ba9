package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far back figures are shown, and in what steps they are drawn: steps that figures are kept in, or multiples of such. */
enum Lookback {
    HOUR("1h", Duration.ofHours(1), Duration.ofMinutes(1), "HH:mm"),
    DAY("24h", Duration.ofHours(24), Duration.ofMinutes(20), "EEE HH:mm"),
    WEEK("7d", Duration.ofDays(7), Duration.ofHours(2), "EEE HH:mm"),
    MONTH("30d", Duration.ofDays(30), Duration.ofDays(1), "d MMM");

    private final String word;
    private final Duration length;
    private final Duration step;
    private final DateTimeFormatter format;

    Lookback(String word, Duration length, Duration step, String pattern) {
        this.word = word;
        this.length = length;
        this.step = step;
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** As it stands in a URL. */
    String word() {
        return word;
    }

    Duration length() {
        return length;
    }

    Duration step() {
        return step;
    }

    String words() {
        return switch (this) {
            case HOUR -> "the last hour";
            case DAY -> "the last 24 hours";
            case WEEK -> "the last 7 days";
            case MONTH -> "the last 30 days";
        };
    }

    /** The step as a unit: what a number is per. */
    String per() {
        return switch (this) {
            case HOUR -> "minute";
            case DAY -> "20 minutes";
            case WEEK -> "2 hours";
            case MONTH -> "day";
        };
    }

    /** The end of the step at hand, exclusive: steps stand at multiples of their length. */
    Instant until(Instant now) {
        long seconds = step.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds + seconds);
    }

    Instant from(Instant now) {
        return until(now).minus(length);
    }

    /** How a step is called, in UTC. */
    String label(Instant step) {
        return format.format(step.atOffset(ZoneOffset.UTC));
    }

    /**
     * The one of that word.
     *
     * @param word null for {@code unset}
     * @throws Problem if there is none
     */
    static Lookback of(@Nullable String word, Lookback unset) {
        return word == null
                ? unset
                : Arrays.stream(values())
                        .filter(each -> each.word.equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.malformed("over is " + word + ", expected 1h, 24h, 7d or 30d"));
    }
}
