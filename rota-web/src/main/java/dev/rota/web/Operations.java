package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import dev.rota.web.query.JobQuery;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What pages and REST do about operations alike. */
final class Operations {
    private final Rota rota;
    private final JobSearch search;
    private final OperationRunner runner;
    private final Acts acts;

    /**
     * What is asked for.
     *
     * @param asOf only jobs that were enqueued until then; null for now, whenever that is
     * @param max null means all
     */
    record Order(
            BulkAct act,
            JobQuery query,
            @Nullable Instant asOf,
            @Nullable String reason,
            @Nullable Long max) {
        /** As it was at another time. */
        Order asOf(@Nullable Instant time) {
            return new Order(act, query, time, reason, max);
        }
    }

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
    static Order order(Context ctx, BulkAct act, @Nullable String query, @Nullable String reason, @Nullable Long max) {
        Caller.of(ctx).require(act.action().scope());
        if (max != null && max < 1) {
            throw Problem.invalid(
                    "invalid-field", "A field is not valid", "/max", "Max is " + max + ", expected 1 or more");
        }
        return new Order(act, query(query), null, reason, max);
    }

    /**
     * Which jobs are meant.
     *
     * @throws Problem if that cannot be read, or means all jobs there are
     */
    static JobQuery query(@Nullable String text) {
        JobQuery wanted = JobFilter.parse(text == null ? "" : text);
        if (wanted.terms().isEmpty()) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/query",
                    "The query is empty, expected one that says which jobs, such as state:failed type:invoice.send");
        }
        return wanted.bounded();
    }

    OperationPreview preview(Order order) {
        return OperationPreview.of(counted(meant(order)), order.act().action());
    }

    /** Up to now nothing is left out, and what is not bounded is found sooner. */
    private static JobQuery meant(Order order) {
        return order.asOf() == null ? order.query() : order.query().frozen(order.asOf());
    }

    /**
     * The time of an order.
     *
     * @throws Problem if it has not come yet
     */
    Instant time(@Nullable Instant asOf) {
        Instant now = rota.store().now();
        if (asOf != null && asOf.isAfter(now)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/asOf",
                    "AsOf is " + asOf + ", expected a time that has come: it is " + now);
        }
        return asOf == null ? now : asOf;
    }

    /** The newest jobs that are meant, as far as they are counted. */
    JobSearch.Found counted(JobQuery query) {
        return search.find(query, null, JobSearch.MOST_COUNTED);
    }

    /**
     * Begins one. Jobs that are enqueued later than its order says are not touched.
     *
     * @throws Problem if it is none that can be kept
     */
    Operation create(Context ctx, Order order) {
        Instant asOf = time(order.asOf());
        Operation made = made(
                rota,
                () -> new NewOperation(
                        order.act().action().word(),
                        order.act().value(),
                        order.query().frozen(asOf).text(),
                        asOf,
                        Caller.of(ctx).principal().name(),
                        order.reason(),
                        order.max()));
        acts.record(
                ctx,
                "operation.create",
                "operation:" + made.id(),
                order.reason(),
                new Acts.Change(
                        null, BulkAct.text(made.order().action(), made.order().value())));
        runner.wake();
        return made;
    }

    /**
     * Keeps one, for some process to work through.
     *
     * @throws Problem if it is none that can be kept
     */
    static Operation made(Rota rota, Supplier<NewOperation> order) {
        try {
            return rota.store().console().operations().create(order.get());
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
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
