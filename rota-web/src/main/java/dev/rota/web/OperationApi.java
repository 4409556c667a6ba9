package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.OperationStore.State;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /operations}: what is done to all jobs that match. */
final class OperationApi {
    private final Rota rota;
    private final Operations operations;
    private final Redactor redactor;
    private final Secrets secrets;
    private final String path;

    record PageView(List<OperationView> items, FailureApi.MarkView page) {}

    /** What {@code POST /operations} takes. */
    record OrderBody(
            @Nullable String action,
            @Nullable String value,
            @Nullable String query,
            @Nullable Instant asOf,
            @Nullable Boolean dryRun,
            @Nullable String reason,
            @Nullable Long max) {}

    record PreviewView(
            ApiViews.MatchedView matched,
            int eligible,
            Map<String, Integer> notEligible,
            Instant asOf,
            List<ApiViews.JobView> sample) {}

    record OperationView(
            long id,
            String action,
            @Nullable String value,
            String query,
            @Nullable Instant asOf,
            State state,
            @Nullable Long matched,
            long done,
            long skipped,
            long failed,
            List<LeftAlone> leftAlone,
            @Nullable Long max,
            String createdBy,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String reason,
            @Nullable String error) {
        static OperationView of(Operation operation) {
            return new OperationView(
                    operation.id(),
                    operation.order().action(),
                    operation.order().value(),
                    operation.order().query(),
                    operation.order().asOf(),
                    operation.state(),
                    operation.progress().matched(),
                    operation.progress().done(),
                    operation.progress().skipped(),
                    operation.progress().failed(),
                    LeftAlone.parse(operation.progress().notes()),
                    operation.order().max(),
                    operation.order().createdBy(),
                    operation.createdAt(),
                    operation.startedAt(),
                    operation.finishedAt(),
                    operation.order().reason(),
                    operation.error());
        }
    }

    OperationApi(Rota rota, Operations operations, Redactor redactor, Secrets secrets, String basePath) {
        this.rota = rota;
        this.operations = operations;
        this.redactor = redactor;
        this.secrets = secrets;
        this.path = basePath + Routes.API + "/operations";
    }

    void addTo(Routes routes) {
        String all = Routes.API + "/operations";
        routes.get(all, Scope.OPERATIONS_READ, this::list)
                .post(all, Scope.OPERATIONS_WRITE, new Idempotency(rota).once(this::create))
                .get(all + "/{id}", Scope.OPERATIONS_READ, this::show)
                .post(all + "/{id}/stop", Scope.OPERATIONS_WRITE, this::stop);
    }

    private void list(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("limit", "cursor"));
        int limit = Requests.number(ctx, "limit", 50, 200);
        OperationList list = OperationList.read(ctx, rota, secrets, limit);
        Links.next(ctx, list.next());
        Json.answer(
                ctx,
                new PageView(
                        list.operations().stream().map(OperationView::of).toList(),
                        new FailureApi.MarkView(list.next(), limit)));
    }

    private void show(Context ctx) {
        Json.answer(ctx, OperationView.of(operations.find(ctx)));
    }

    private void create(Context ctx) {
        OrderBody body = Json.read(ctx, OrderBody.class);
        BulkAct act = BulkAct.of(body.action(), body.value());
        Operations.Order order = Operations.order(ctx, act, body.query(), body.reason(), body.max())
                .asOf(body.asOf());
        if (Boolean.TRUE.equals(body.dryRun())) {
            Instant asOf = operations.time(order.asOf());
            Json.answer(ctx, view(operations.preview(order), asOf));
            return;
        }
        Operation made = operations.create(ctx, order);
        ctx.status(202).header("Location", ctx.contextPath() + path + "/" + made.id());
        Json.answer(ctx, OperationView.of(made));
    }

    private PreviewView view(OperationPreview preview, Instant asOf) {
        Map<String, Integer> not = new TreeMap<>();
        preview.notEligible().forEach((state, count) -> not.put(Problem.lower(state), count));
        return new PreviewView(
                ApiViews.MatchedView.of(preview.matched()),
                preview.eligible(),
                not,
                asOf,
                preview.sample().stream()
                        .map(job -> ApiViews.JobView.of(job, redactor, null))
                        .toList());
    }

    private void stop(Context ctx) {
        if (!operations.stop(ctx)) {
            Operation operation = operations.find(ctx);
            String state = Problem.lower(operation.state());
            throw Problem.wrongState(
                    "The operation's state does not allow it",
                    "Operation " + operation.id() + " is " + state + ": expected one that runs and was not stopped yet",
                    "GET /operations/" + operation.id() + " tells how it ended.",
                    state,
                    List.of());
        }
        ctx.status(202);
        Json.answer(ctx, OperationView.of(operations.find(ctx)));
    }
}
