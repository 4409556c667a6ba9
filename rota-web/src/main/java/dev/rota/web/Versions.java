package dev.rota.web;

import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people from undoing what they have not seen: what they change must still have the version that they read. A tag is
 * {@code "7.1f0c…"}, the version and a hash of what was sent; a change asks for the version alone, so that a fire in between
 * refuses nothing, and {@code "7"} will do.
 */
final class Versions {
    private Versions() {}

    /** Answers with JSON that has a version; it is not sent again to whoever has it already. */
    static void answer(Context ctx, Object value, long version) {
        byte[] body = Json.write(value);
        String tag = "\"" + version + "." + Secrets.hash(body).substring(0, 16) + "\"";
        ctx.header("ETag", tag);
        String known = ctx.header("If-None-Match");
        if (known != null && Arrays.stream(known.split(",")).map(String::strip).anyMatch(tag::equals)) {
            ctx.status(304);
            return;
        }
        ctx.contentType("application/json").result(body);
    }

    /**
     * Refuses a change of what has another version than its sender knows.
     *
     * @return the version that it must still have when it is changed; null if its sender takes any
     * @throws Problem 428 if the request does not say which, 412 if it is another
     */
    static @Nullable Long require(Context ctx, StoredSchedule schedule) {
        if (ctx.header("If-Match") == null) {
            throw missing("GET /schedules/{name} answers with it.");
        }
        return ifAsked(ctx, schedule);
    }

    /**
     * The same for who need not say which.
     *
     * @throws Problem 412 if it is another
     */
    static @Nullable Long ifAsked(Context ctx, StoredSchedule schedule) {
        String asked = ctx.header("If-Match");
        long version = schedule.version();
        if (asked == null) {
            return null;
        }
        if (Arrays.stream(asked.split(",")).map(String::strip).noneMatch(tag -> matches(tag, version))) {
            throw changed(asked, version);
        }
        return asked.strip().equals("*") ? null : (Long) version;
    }

    /** Somebody else was quicker, though it had the version when it was looked at. */
    static Problem overtaken(long expected, Optional<StoredSchedule> now) {
        return now.map(schedule -> changed(String.valueOf(expected), schedule.version()))
                .orElseGet(() -> Problem.of(
                        412, "version-mismatch", "It was changed meanwhile", "It was deleted, expected " + expected));
    }

    /** Refuses a form that was opened before somebody else changed the same. */
    static void requireSame(@Nullable String sent, long version) {
        if (sent != null && !sent.equals(String.valueOf(version))) {
            throw changed(sent, version);
        }
    }

    private static Problem changed(String sent, long version) {
        return Problem.of(
                        412,
                        "version-mismatch",
                        "It was changed meanwhile",
                        "Version is " + version + ", expected " + Labels.shortened(sent, 100))
                .hint("Look at what it is now, and change that.");
    }

    /**
     * Refuses a change of what is not any more as it was sent. Its tags are weak: they are compared as they are written.
     *
     * @throws Problem 428 if the request does not name one, 412 if it is another
     */
    static void requireTag(Context ctx, Object value) {
        String asked = ctx.header("If-Match");
        if (asked == null) {
            throw missing("GET answers with it.");
        }
        String tag = Json.tag(Json.write(value));
        if (Arrays.stream(asked.split(",")).map(String::strip).noneMatch(one -> one.equals("*") || one.equals(tag))) {
            throw Problem.of(
                            412,
                            "version-mismatch",
                            "It was changed meanwhile",
                            "ETag is " + tag + ", expected " + Labels.shortened(asked, 100))
                    .hint("Look at what it is now, and change that.");
        }
    }

    /** The same for who need not name one. */
    static void requireTagIfAsked(Context ctx, Object value) {
        if (ctx.header("If-Match") != null) {
            requireTag(ctx, value);
        }
    }

    private static Problem missing(String hint) {
        return Problem.of(
                        428,
                        "version-missing",
                        "If-Match is missing",
                        "Expected If-Match with the ETag of what is to be changed")
                .hint(hint);
    }

    private static boolean matches(String tag, long version) {
        return tag.equals("*")
                || tag.equals("\"" + version + "\"")
                || (tag.startsWith("\"" + version + ".") && tag.endsWith("\""));
    }
}
