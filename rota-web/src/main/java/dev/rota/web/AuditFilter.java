package dev.rota.web;

import dev.rota.console.AuditLog;
import dev.rota.retry.Bounds;
import dev.rota.retry.DurationText;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit are meant. A null member does not restrict.
 *
 * @param via ui, api, cli or system
 * @param action with which the action begins
 * @param since an instant, or how long ago such as {@code 24h}
 * @param until an instant
 */
record AuditFilter(
        @Nullable String actor,
        @Nullable String via,
        @Nullable String action,
        @Nullable String target,
        @Nullable String since,
        @Nullable String until) {
    static final List<String> NAMES = List.of("actor", "via", "action", "target", "since", "until");

    static AuditFilter of(Context ctx) {
        return new AuditFilter(
                Requests.query(ctx, "actor"),
                Requests.query(ctx, "via"),
                Requests.query(ctx, "action"),
                Requests.query(ctx, "target"),
                Requests.query(ctx, "since"),
                Requests.query(ctx, "until"));
    }

    boolean isEmpty() {
        return Stream.of(actor, via, action, target, since, until).allMatch(Objects::isNull);
    }

    /** As the query of a URL, encoded. */
    String text() {
        return Stream.of(
                        part("actor", actor),
                        part("via", via),
                        part("action", action),
                        part("target", target),
                        part("since", since),
                        part("until", until))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String part(String name, @Nullable String value) {
        return value == null ? "" : name + "=" + Urls.encoded(value);
    }

    /**
     * What the store is asked.
     *
     * @param after where the page before ended; null for the first page
     * @throws Problem if a time or the way cannot be read
     */
    AuditLog.Query query(Instant now, @Nullable PageMark after, int limit) {
        return AuditLog.Query.NEWEST
                .actor(actor)
                .via(way())
                .actionPrefix(action)
                .target(target)
                .between(time("since", since, now), time("until", until, now))
                .before(after == null ? null : new AuditLog.Position(after.at(), Long.parseLong(after.key())))
                .limit(limit);
    }

    private AuditLog.@Nullable Via way() {
        if (via == null) {
            return null;
        }
        return Arrays.stream(AuditLog.Via.values())
                .filter(each -> Problem.lower(each).equals(via))
                .findFirst()
                .orElseThrow(() -> Problem.malformed("via is " + via + ", expected ui, api, cli or system"));
    }

    private static @Nullable Instant time(String name, @Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        try {
            Optional<Duration> ago = DurationText.read(text).filter(read -> !read.isNegative());
            return Bounds.instant(name, ago.isPresent() ? now.minus(ago.get()) : Instant.parse(text));
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw Problem.malformed(
                    name + " is " + text + ", expected an instant such as 2026-11-20T12:00:00Z, or 24h or 7d");
        }
    }

    static PageMark mark(AuditLog.Entry entry) {
        return new PageMark(entry.at(), String.valueOf(entry.id()));
    }
}
