package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import dev.rota.web.query.JobQuery;
import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What pages and REST do about operations alike. */
final class Operations {
    private final Rota rota;
    private final JobSearch search;
    private final OperationRunner runner;
    private final Acts acts;

    /** What is asked for; {@code max} null means all. */
    record Order(
            JobAction action,
            JobQuery query,
            @Nullable String reason,
            @Nullable Long max) {}

    Operations(Rota rota, JobSearch search, OperationRunner runner) {
        this.rota = rota;
        this.search = search;
        this.runner = runner;
        this.acts = new Acts(rota);
    }

    /**
     * Reads what is asked for.
     *
     * @throws Problem if it cannot be read, means all jobs there are, or the caller may not do it
     */
    static Order order(
            Context ctx, @Nullable String action, @Nullable String query, @Nullable String reason, @Nullable Long max) {
        JobAction known = JobAction.of(action)
                .orElseThrow(() -> Problem.invalid(
                        "invalid-field",
                        "A field is not valid",
                        "/action",
                        "Action is " + action + ", expected retry, run-now, cancel or delete"));
        Caller.of(ctx).require(known.scope());
        JobQuery wanted = JobFilter.parse(query == null ? "" : query);
        if (wanted.terms().isEmpty()) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/query",
                    "The query is empty, expected one that says which jobs, such as state:failed type:invoice.send");
        }
        if (max != null && max < 1) {
            throw Problem.invalid(
                    "invalid-field", "A field is not valid", "/max", "Max is " + max + ", expected 1 or more");
        }
        return new Order(known, wanted.bounded(), reason, max);
    }

    OperationPreview preview(Order order) {
        return OperationPreview.of(matching(order), order.action());
    }

    /** The jobs that an order is about, as far as they are counted before it is given. */
    JobSearch.Found matching(Order order) {
        return search.find(order.query(), null, JobSearch.MOST_COUNTED);
    }

    /** Begins one. Jobs that are enqueued from now on are not touched. */
    Operation create(Context ctx, Order order) {
        Instant now = rota.store().now();
        Operation made = rota.store()
                .console()
                .operations()
                .create(new NewOperation(
                        order.action().word(),
                        order.query().frozen(now).text(),
                        now,
                        Caller.of(ctx).principal().name(),
                        order.reason(),
                        order.max()));
        acts.record(ctx, "operation.create", "operation:" + made.id(), order.reason());
        runner.wake();
        return made;
    }

    Operation find(Context ctx) {
        long id = Requests.id(ctx, "operation");
        return rota.store().console().operations().find(id).orElseThrow(() -> Problem.notFound("operation", id));
    }

    /** @return false if it has ended, or was asked before */
    boolean stop(Context ctx) {
        Operation operation = find(ctx);
        boolean asked = rota.store().console().operations().requestStop(operation.id());
        if (asked) {
            acts.record(ctx, "operation.stop", "operation:" + operation.id(), null);
        }
        return asked;
    }

    /** True if the caller may do what some operations do. */
    static boolean may(Shell shell) {
        return shell.may(Scope.OPERATIONS_WRITE);
    }
}
