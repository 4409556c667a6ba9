package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /schedules/{name}/backfills}: makes up, in the background, for what a schedule would have fired. */
final class BackfillApi {
    private static final int SHOWN = 50;

    private final Rota rota;
    private final Backfills backfills;
    private final String path;

    /** What is asked for; {@code to} null means until now. */
    record Body(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer max,
            @Nullable Boolean dryRun,
            @Nullable String reason) {}

    /**
     * What it would come to.
     *
     * @param count how many instants there are
     * @param fired how many of them have made a job already and are left alone
     * @param fires the first of the others
     */
    record PreviewView(int count, int fired, List<Instant> fires) {
        static PreviewView of(Backfills.Preview preview) {
            return new PreviewView(
                    preview.count(),
                    preview.fired(),
                    preview.open().stream().limit(SHOWN).toList());
        }
    }

    BackfillApi(Rota rota, Backfills backfills, String basePath) {
        this.rota = rota;
        this.backfills = backfills;
        this.path = basePath + Routes.API + "/operations";
    }

    void addTo(Routes routes) {
        routes.post(
                Routes.API + "/schedules/{name}/backfills",
                Access.to(Scope.SCHEDULES_WRITE).always(),
                new Idempotency(rota).once(this::create));
    }

    private void create(Context ctx) {
        Body body = Json.read(ctx, Body.class);
        String name = ctx.pathParam("name");
        if (rota.schedules().find(name).isEmpty()) {
            throw Problem.notFound("schedule", name);
        }
        BackfillWork.Wish wish = backfills.wish(name, body.from(), body.to());
        if (Boolean.TRUE.equals(body.dryRun())) {
            Json.answer(ctx, PreviewView.of(backfills.preview(wish, body.max())));
            return;
        }
        Operation made = backfills.begin(ctx, wish, body.max(), body.reason());
        ctx.status(202).header("Location", ctx.contextPath() + path + "/" + made.id());
        Json.answer(ctx, OperationApi.OperationView.of(made));
    }
}
