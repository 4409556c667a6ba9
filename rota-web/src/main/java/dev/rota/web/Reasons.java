package dev.rota.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Why people do what they do. Whatever changes something takes a reason: in a form the field {@code reason}, with REST the
 * member {@code reason} of the body or the parameter {@code reason} of the address. It is kept in the audit, and may be asked
 * for.
 */
final class Reasons {
    /** What can be done that a reason may be asked for. */
    static final Set<String> VERBS = Set.of(
            "acknowledge",
            "amend",
            "backfill",
            "cancel",
            "clear",
            "clone",
            "create",
            "delete",
            "drain",
            "edit",
            "enqueue",
            "limit",
            "link",
            "move",
            "mute",
            "pause",
            "purge",
            "release",
            "resolve",
            "resume",
            "retry",
            "reveal",
            "revert",
            "run",
            "stop",
            "turn",
            "unmute");

    /** Last parts of addresses whose acts have another word, or, empty, are nobody's but the reader's own. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("run-now", "run"),
            Map.entry("runs", "run"),
            Map.entry("demo-job", "enqueue"),
            Map.entry("new-job", "enqueue"),
            Map.entry("jobs", "enqueue"),
            Map.entry("batches", "enqueue"),
            Map.entry("schedules", "create"),
            Map.entry("new-schedule", "create"),
            Map.entry("tokens", "create"),
            Map.entry("users", "create"),
            Map.entry("invite", "create"),
            Map.entry("invitations", "create"),
            Map.entry("role", "edit"),
            Map.entry("enable", "edit"),
            Map.entry("disable", "edit"),
            Map.entry("keep", "edit"),
            Map.entry("password", "edit"),
            Map.entry("revoke", "delete"),
            Map.entry("sessions", "delete"),
            Map.entry("override", "revert"),
            Map.entry("backfills", "backfill"),
            Map.entry("limits", "limit"),
            Map.entry("on", "turn"),
            Map.entry("off", "turn"));

    /** What is done to something that the last part of an address names, by what stands before it. */
    private static final Map<String, String> CHANGES = Map.of(
            "jobs", "amend",
            "schedules", "edit",
            "queues", "limit",
            "users", "edit",
            "workers", "edit",
            "flags", "turn",
            "alerts", "turn",
            "alert-kinds", "turn");

    private static final String KEY = "rota.reason";

    private final Set<String> required;
    private final Templates templates;

    /**
     * The page that asks.
     *
     * @param fields of the form that was sent, with all of their values; they are sent once more
     */
    record AskPage(Shell shell, String verb, Map<String, List<String>> fields) {}

    Reasons(Set<String> required, Templates templates) {
        this.required = required;
        this.templates = templates;
    }

    /** What was given as a reason with the request at hand; null if nothing was. */
    static @Nullable String given(Context ctx) {
        String known = ctx.attribute(KEY);
        if (known == null) {
            String found = find(ctx);
            known = found == null ? "" : found;
            ctx.attribute(KEY, known);
        }
        return known.isEmpty() ? null : known;
    }

    private static @Nullable String find(Context ctx) {
        String asked = Requests.query(ctx, "reason");
        if (asked != null) {
            return asked;
        }
        if (!isApi(ctx)) {
            return Form.of(ctx).get("reason");
        }
        JsonNode reason = member(ctx, "reason");
        return reason.isString() && !reason.asString().isBlank()
                ? reason.asString().strip()
                : null;
    }

    private static JsonNode member(Context ctx, String name) {
        String type = ctx.contentType();
        return type == null || !type.startsWith("application/json")
                ? MissingNode.getInstance()
                : Json.member(Requests.body(ctx), name);
    }

    private static boolean isApi(Context ctx) {
        return ctx.path().contains(Routes.API + "/");
    }

    /**
     * Whether what is asked for may be done as it is.
     *
     * @return false if it was answered with a page that asks for the reason
     * @throws Problem if it lacks a reason that REST must give
     */
    boolean permits(Context ctx, HandlerType method, String path) {
        String verb = required.isEmpty() ? null : done(ctx, method, path);
        if (verb == null || !required.contains(verb) || given(ctx) != null) {
            return true;
        }
        if (isApi(ctx)) {
            throw Problem.invalid(
                            "reason-required",
                            "A reason is required",
                            "/reason",
                            "To " + verb + " takes a reason here, and none was given")
                    .hint("Say why in the member reason of the body or the parameter reason of the address; with the"
                            + " commands by --reason.");
        }
        templates.askReason(ctx, verb);
        return false;
    }

    private static @Nullable String done(Context ctx, HandlerType method, String path) {
        if (path.endsWith("/operations") || path.endsWith("/jobs/selected")) {
            String action = isApi(ctx)
                    ? member(ctx, "action").asString("")
                    : String.valueOf(Form.of(ctx).get("action"));
            return switch (action) {
                case "move-to-queue" -> "move";
                case "run-now" -> "run";
                default -> VERBS.contains(action) ? action : "amend";
            };
        }
        return verb(method, path);
    }

    /**
     * What a route does, in a word of {@link #VERBS}; null if it changes nothing, or nothing but what is the reader's own.
     *
     * @param path of the route, with the names of its parameters in braces
     */
    static @Nullable String verb(HandlerType method, String path) {
        if (Requests.READING.contains(method) || isOwn(path)) {
            return null;
        }
        String[] parts = path.split("/");
        String last = parts[parts.length - 1];
        boolean deletes = method.equals(HandlerType.DELETE);
        if (last.startsWith("{")) {
            String parent = parts[parts.length - 2];
            return deletes ? (parent.equals("flags") ? "revert" : "delete") : CHANGES.get(parent);
        }
        if (deletes && !last.equals("override")) {
            return last.equals("mute") ? "unmute" : "delete";
        }
        String word = WORDS.getOrDefault(last, last);
        return VERBS.contains(word) ? word : null;
    }

    private static boolean isOwn(String path) {
        return path.contains("/auth/")
                || path.contains("/me/")
                || path.contains("/account/")
                || path.contains("/views");
    }
}
