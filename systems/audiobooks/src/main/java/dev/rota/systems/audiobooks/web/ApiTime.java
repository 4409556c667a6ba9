package dev.rota.systems.audiobooks.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Instants as the endpoints write them. */
final class ApiTime {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private ApiTime() {}

    /** {@code 2026-03-20T02:00:00+00:00}, with milliseconds if there are any; null for null. */
    static @Nullable String of(@Nullable Instant instant) {
        if (instant == null) {
            return null;
        }
        boolean whole = instant.toEpochMilli() % 1000 == 0;
        return (whole ? SECONDS : MILLIS).format(instant.atOffset(ZoneOffset.UTC));
    }
}
