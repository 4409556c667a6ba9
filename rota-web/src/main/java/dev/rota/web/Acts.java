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
     * What something was and what it became, both as JSON in which what is secret is hidden; null if there was, or is,
     * nothing.
     */
    record Difference(@Nullable String before, @Nullable String after) {
        static final Difference NONE = new Difference(null, null);

        /** Of what is written as JSON. */
        static Difference of(@Nullable Object before, @Nullable Object after) {
            return new Difference(json(before), json(after));
        }

        private static @Nullable String json(@Nullable Object value) {
            return value == null ? null : new String(Json.write(value), StandardCharsets.UTF_8);
        }
    }

    /**
     * Appends an act of whoever sends the request.
     *
     * @param action such as {@code job.retry}
     * @param target such as {@code job:4711}, or null
     */
    void record(Context ctx, String action, @Nullable String target, @Nullable String reason) {
        record(ctx, action, target, Difference.NONE, reason);
    }

    /** The same of an act that changed something. */
    void record(Context ctx, String action, @Nullable String target, Difference difference, @Nullable String reason) {
        String address = ctx.attribute(ADDRESS);
        rota.store()
                .console()
                .audit()
                .append(Act.of(Caller.of(ctx).principal().name(), via(ctx), action)
                        .target(target)
                        .change(difference.before(), difference.after())
                        .reason(reason)
                        .from(Requests.id(ctx), address == null ? ctx.req().getRemoteAddr() : address));
    }

    private static Via via(Context ctx) {
        if (!ctx.path().contains(Routes.API + "/")) {
            return Via.UI;
        }
        String agent = ctx.header("User-Agent");
        return agent != null && agent.startsWith("rota-cli") ? Via.CLI : Via.API;
    }
}
