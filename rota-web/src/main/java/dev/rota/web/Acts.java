package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Via;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Writes down what people do by pages and by REST. */
final class Acts {
    private final Rota rota;

    Acts(Rota rota) {
        this.rota = rota;
    }

    /** What something was and what it became, both as JSON; null if there was, or is, nothing. */
    record Difference(@Nullable String before, @Nullable String after) {
        static final Difference NONE = new Difference(null, null);
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
        rota.store()
                .console()
                .audit()
                .append(Act.of(Caller.of(ctx).principal().name(), via(ctx), action)
                        .target(target)
                        .change(difference.before(), difference.after())
                        .reason(reason)
                        .from(Requests.id(ctx), ctx.req().getRemoteAddr()));
    }

    private static Via via(Context ctx) {
        return ctx.path().contains(Routes.API + "/") ? Via.API : Via.UI;
    }
}
