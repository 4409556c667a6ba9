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

    /**
     * Appends an act of whoever sends the request.
     *
     * @param action such as {@code job.retry}
     * @param target such as {@code job:4711}, or null
     */
    void record(Context ctx, String action, @Nullable String target, @Nullable String reason) {
        rota.store()
                .console()
                .audit()
                .append(Act.of(Caller.of(ctx).principal().name(), via(ctx), action)
                        .target(target)
                        .reason(reason)
                        .from(Requests.id(ctx), ctx.req().getRemoteAddr()));
    }

    private static Via via(Context ctx) {
        return ctx.path().contains(Routes.API + "/") ? Via.API : Via.UI;
    }
}
