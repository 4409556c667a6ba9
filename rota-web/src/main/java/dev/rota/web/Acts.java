package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes down what people do by pages and by REST. */
final class Acts {
    private static final String ADDRESS = "rota.address";

    private final Rota rota;

    Acts(Rota rota) {
        this.rota = rota;
    }

    /** Keeps from where the request comes, as far as that is to be believed. */
    static void keepAddress(Context ctx, String address) {
        ctx.attribute(ADDRESS, address);
    }

    /**
     * Appends an act of whoever sends the request.
     *
     * @param action such as {@code job.retry}
     * @param target such as {@code job:4711}, or null
     * @param reason null if only who sends the request says why, or nobody does
     */
    void record(Context ctx, String action, @Nullable String target, @Nullable String reason) {
        record(ctx, action, target, reason, new Change(null, null));
    }

    /**
     * What was, and what became of it, as they are shown to people: what is secret in them is hidden.
     *
     * @param before null if there was nothing
     * @param after null if nothing is left
     */
    record Change(@Nullable Object before, @Nullable Object after) {}

    /** The same with what it changed. */
    void record(Context ctx, String action, @Nullable String target, @Nullable String reason, Change change) {
        String address = ctx.attribute(ADDRESS);
        rota.store()
                .console()
                .audit()
                .append(Act.of(Caller.of(ctx).principal().name(), via(ctx), action)
                        .target(target)
                        .change(json(change.before()), json(change.after()))
                        .reason(reason(ctx, reason))
                        .from(Requests.id(ctx), address == null ? ctx.req().getRemoteAddr() : address));
    }

    /** What is to be said besides stands behind what the sender gave. */
    private static @Nullable String reason(Context ctx, @Nullable String besides) {
        String given = Reasons.given(ctx);
        if (given == null || besides == null || given.equals(besides)) {
            return given == null ? besides : given;
        }
        return given + " (" + besides + ")";
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static Via via(Context ctx) {
        if (!ctx.path().contains(Routes.API + "/")) {
            return Via.UI;
        }
        String agent = ctx.header("User-Agent");
        return agent != null && agent.startsWith("rota-cli") ? Via.CLI : Via.API;
    }
}
