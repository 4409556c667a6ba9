package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code /queues}: their limits, and whether they are paused. */
final class QueueApi {
    private final Rota rota;
    private final Acts acts;

    /** Null takes a limit away; what is left out does too. */
    record LimitsBody(
            @Nullable Integer concurrency,
            @Nullable Integer rate,
            @Nullable Duration period) {}

    QueueApi(Rota rota) {
        this.rota = rota;
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        String queue = Routes.API + "/queues/{name}";
        routes.get(Routes.API + "/queues", Scope.QUEUES_READ, this::queues)
                .get(queue, Scope.QUEUES_READ, ctx -> Json.answer(ctx, view(queue(ctx))))
                .patch(queue, Scope.QUEUES_WRITE, this::limit)
                .post(queue + "/pause", Scope.QUEUES_PAUSE, this::pause)
                .post(queue + "/resume", Scope.QUEUES_PAUSE, this::resume);
    }

    private ApiViews.QueueView view(Queue queue) {
        return ApiViews.QueueView.of(queue, rota.store().now());
    }

    private void queues(Context ctx) {
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(
                        rota.queues().list().stream().map(this::view).toList()));
    }

    private Queue queue(Context ctx) {
        return queue(rota, ctx.pathParam("name"));
    }

    static Queue queue(Rota rota, String name) {
        return rota.queues().list().stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("queue", name));
    }

    private void limit(Context ctx) {
        LimitsBody body = Json.read(ctx, LimitsBody.class);
        Queue before = queue(ctx);
        Versions.requireTagIfAsked(ctx, view(before));
        String name = before.name();
        rota.queues().limit(name, limits(body));
        recordLimits(acts, ctx, before, queue(ctx));
        Json.answer(ctx, view(queue(ctx)));
    }

    private static Limits limits(LimitsBody body) {
        try {
            return new Limits(body.concurrency(), body.rate(), body.period());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    "invalid-field", "A limit is not valid", atFault(body), String.valueOf(e.getMessage()));
        }
    }

    /** Of limits that do not fit, the first that is at fault. */
    private static String atFault(LimitsBody body) {
        if (body.concurrency() != null && body.concurrency() < 1) {
            return "/concurrency";
        }
        return body.rate() == null || (body.rate() < 1 && body.period() != null) ? "/rate" : "/period";
    }

    /** Writes down what the limits of a queue were and are. */
    static void recordLimits(Acts acts, Context ctx, Queue before, Queue after) {
        acts.record(
                ctx,
                "queue.limit",
                "queue:" + after.name(),
                null,
                new Acts.Change(ApiViews.LimitsView.of(before.limits()), ApiViews.LimitsView.of(after.limits())));
    }

    private void pause(Context ctx) {
        ScheduleApi.PauseBody body = Json.readIfAny(ctx, ScheduleApi.PauseBody.class);
        Queue queue = queue(ctx);
        Versions.requireTagIfAsked(ctx, view(queue));
        String name = queue.name();
        Instant until = PauseUntil.later(body.until(), rota.store().now());
        rota.queues().pause(name, Caller.of(ctx).principal().name(), body.reason(), until);
        acts.record(ctx, "queue.pause", "queue:" + name, body.reason());
        Json.answer(ctx, view(queue(ctx)));
    }

    private void resume(Context ctx) {
        Queue queue = queue(ctx);
        Versions.requireTagIfAsked(ctx, view(queue));
        String name = queue.name();
        if (rota.queues().resume(name, Caller.of(ctx).principal().name(), null)) {
            acts.record(ctx, "queue.resume", "queue:" + name, null);
        }
        Json.answer(ctx, view(queue(ctx)));
    }
}
