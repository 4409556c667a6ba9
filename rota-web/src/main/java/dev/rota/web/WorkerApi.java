package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /workers}: the running processes that work jobs. */
final class WorkerApi {
    private static final int MOST_RESCUED = 1_000;

    private final Rota rota;
    private final WorkerActs acts;

    /** What is left out stays as it is. */
    record SlotsBody(
            @Nullable Map<String, @Nullable Integer> slots,
            @Nullable String reason) {}

    record ReasonBody(@Nullable String reason) {}

    /** A job that was taken from a lost worker; {@code attempt} is the one that it did not end. */
    record RescuedView(long jobId, int attempt, Instant rescuedAt) {}

    WorkerApi(Rota rota) {
        this.rota = rota;
        this.acts = new WorkerActs(rota);
    }

    void addTo(Routes routes) {
        String workers = Routes.API + "/workers";
        String worker = workers + "/{id}";
        routes.get(workers, Scope.WORKERS_READ, this::list)
                .get(worker, Scope.WORKERS_READ, this::show)
                .get(worker + "/rescued", Scope.WORKERS_READ, this::rescued)
                .patch(worker, Scope.WORKERS_WRITE, this::giveSlots)
                .post(worker + "/drain", Scope.WORKERS_WRITE, ctx -> drain(ctx, true))
                .post(worker + "/resume", Scope.WORKERS_WRITE, ctx -> drain(ctx, false))
                .post(worker + "/stop", Scope.WORKERS_WRITE, this::stop);
    }

    private void list(Context ctx) {
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(rota.store().workers().list().stream()
                        .map(WorkerView::of)
                        .toList()));
    }

    private static long id(Context ctx) {
        return Requests.id(ctx, "worker");
    }

    private void show(Context ctx) {
        Json.answer(ctx, WorkerView.of(acts.find(id(ctx))));
    }

    private void rescued(Context ctx) {
        long id = acts.find(id(ctx)).id();
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(rota.store().workers().rescued(id, MOST_RESCUED).stream()
                        .map(job -> new RescuedView(job.jobId(), job.attempt(), job.at()))
                        .toList()));
    }

    private void asked(Context ctx) {
        ctx.status(202);
        show(ctx);
    }

    private void giveSlots(Context ctx) {
        SlotsBody body = Json.read(ctx, SlotsBody.class);
        acts.giveSlots(ctx, id(ctx), body.slots() == null ? Map.of() : body.slots(), body.reason());
        asked(ctx);
    }

    private void drain(Context ctx, boolean draining) {
        acts.drain(ctx, id(ctx), draining, Json.readIfAny(ctx, ReasonBody.class).reason());
        asked(ctx);
    }

    private void stop(Context ctx) {
        acts.stop(ctx, id(ctx), Json.readIfAny(ctx, ReasonBody.class).reason());
        asked(ctx);
    }
}
