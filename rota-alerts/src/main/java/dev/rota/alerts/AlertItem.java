package dev.rota.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is told.
 *
 * @param event what happened to it
 * @param kind as {@link AlertKind#text()}
 * @param subject as {@link Condition#subject()}
 * @param name what it is about, for people
 * @param text what is, or was, the matter
 * @param since when it began
 * @param until when it was over; null while it lasts
 */
record AlertItem(
        Event event,
        String kind,
        String subject,
        String name,
        String text,
        Instant since,
        @Nullable Instant until) {
    /** What happened. */
    enum Event {
        /** It began. */
        RAISED,
        /** It lasts, and has been told before. */
        REPEATED,
        /** It is over. */
        RESOLVED,
        /** It began and was over before it could be told. */
        PASSED,
        /** Nothing: somebody tries the channel out. */
        TEST
    }

    /** For people, in a few words. */
    String words() {
        return AlertKind.of(kind).map(AlertKind::words).orElse(kind);
    }

    /** Where the dashboard shows it; empty if nowhere. */
    String path() {
        return AlertKind.of(kind)
                .map(known -> new Condition(known, subject, name, text, since).path())
                .orElse("");
    }
}
