package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in queues: {@code /queue-loads} and {@code /queues/{name}/purge}. Loads stand apart from queues, whose ETag is
 * about what is set, and would be another with every job.
 */
final class QueueLoadApi {
    private final Rota rota;
    private final QueueLoads loads;
    private final Purges purges;
    private final String operations;

    record PurgeBody(@Nullable String reason, @Nullable Boolean dryRun) {}

    record PurgeView(ApiViews.MatchedView matched) {}

    /** Each number is counted so far; {@code longestWait} is null if nothing waits. */
    record LoadView(
            String name,
            ApiViews.MatchedView waiting,
            ApiViews.MatchedView running,
            ApiViews.MatchedView blocked,
            @Nullable Duration longestWait,
            int workers) {
        static LoadView of(QueueLoads.QueueRow row) {
            return new LoadView(
                    row.name(),
                    counted(row.waitingCount()),
                    counted(row.runningCount()),
                    counted(row.blockedCount()),
                    row.longestWait(),
                    row.workers());
        }

        private static ApiViews.MatchedView counted(long number) {
            return ApiViews.MatchedView.of(new JobSearch.Count((int) number, number < QueueLoads.COUNTED));
        }
    }

    QueueLoadApi(Rota rota, Purges purges, String basePath) {
        this.rota = rota;
        this.loads = new QueueLoads(rota);
        this.purges = purges;
        this.operations = basePath + Routes.API + "/operations";
    }

    void addTo(Routes routes) {
        routes.get(Routes.API + "/queue-loads", Scope.QUEUES_READ, this::loads)
                .post(
                        Routes.API + "/queues/{name}/purge",
                        Access.to(Scope.QUEUES_WRITE).always(),
                        new Idempotency(rota).once(this::purge));
    }

    private void loads(Context ctx) {
        Requests.requireKnownQuery(ctx, java.util.Set.of());
        List<LoadView> loads =
                this.loads.queues(rota.store().now()).stream().map(LoadView::of).toList();
        ctx.contentType("application/json").result(Json.write(new ApiViews.ItemsView<>(loads)));
    }

    private void purge(Context ctx) {
        PurgeBody body = Json.readIfAny(ctx, PurgeBody.class);
        String queue = QueueApi.queue(rota, ctx.pathParam("name")).name();
        if (Boolean.TRUE.equals(body.dryRun())) {
            Json.answer(ctx, new PurgeView(ApiViews.MatchedView.of(purges.count(queue))));
            return;
        }
        Operation made = purges.begin(ctx, queue, body.reason());
        ctx.status(202).header("Location", ctx.contextPath() + operations + "/" + made.id());
        Json.answer(ctx, OperationApi.OperationView.of(made));
    }
}
