package dev.rota.server.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one hop.
 *
 * @param location where it sends one, or null
 * @param retryAfter as it was sent, or null
 * @param contentType as it was sent, or null
 * @param bytes of the body that were read
 * @param cut whether there was more than is read
 * @param excerpt the beginning of a body of text; empty for other bodies
 */
record HttpAnswer(
        int status,
        @Nullable String location,
        @Nullable String retryAfter,
        @Nullable String contentType,
        long bytes,
        boolean cut,
        String excerpt) {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    boolean redirects() {
        return location != null && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308);
    }

    /** How long the server wants one to stay away, in seconds or until a date (RFC 9110, 10.2.3); at most a day. */
    Optional<Duration> wait(Clock clock) {
        String text = retryAfter == null ? "" : retryAfter.strip();
        Duration wait = Duration.ZERO;
        if (text.matches("\\d{1,9}")) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else if (!text.isEmpty()) {
            try {
                ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
                wait = Duration.between(clock.instant(), until.toInstant());
            } catch (DateTimeException e) {
                // What cannot be read is as if it were not there.
                return Optional.empty();
            }
        }
        return wait.isNegative() || wait.isZero()
                ? Optional.empty()
                : Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }
}
