package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pages and REST do alike to empty a queue. */
final class Purges {
    private final Rota rota;
    private final JobSearch search;
    private final OperationRunner runner;
    private final Acts acts;

    Purges(Rota rota, JobSearch search, OperationRunner runner) {
        this.rota = rota;
        this.search = search;
        this.runner = runner;
        this.acts = new Acts(rota);
    }

    /** How many jobs would be deleted, counted so far as is cheap. */
    JobSearch.Count count(String queue) {
        return search.count(PurgeWork.waitingIn(queue));
    }

    /**
     * Begins it, in the background. Jobs that are enqueued from now on are not touched.
     *
     * @param queue one that there is
     * @throws Problem if the caller may not delete jobs
     */
    Operation begin(Context ctx, String queue, @Nullable String reason) {
        Caller.of(ctx).require(Scope.JOBS_DELETE);
        Instant now = rota.store().now();
        Operation made = Operations.made(
                rota,
                () -> new NewOperation(
                        PurgeWork.ACTION,
                        queue,
                        PurgeWork.waitingIn(queue).frozen(now).text(),
                        now,
                        Caller.of(ctx).principal().name(),
                        reason,
                        null));
        acts.record(
                ctx, "queue.purge", "queue:" + queue, reason, new Acts.Change(null, Map.of("operation", made.id())));
        runner.wake();
        return made;
    }
}
