package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.Histogram;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.MixedVersions;
import dev.rota.store.RollupStore.Total;
import dev.rota.store.WorkerStore.Rescued;
import dev.rota.store.WorkerStore.Worker;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Workers: all of them, and each with what it runs. */
final class WorkerPages {
    private static final int ACTS = 20;
    private static final int TYPES = 1_000;
    private static final Duration USUAL_OVER = Duration.ofDays(7);
    private static final double USUAL_SHARE = 0.95;
    /** Of fewer runs nobody can say what is usual. */
    private static final int USUAL_LEAST = 20;

    private final Rota rota;
    private final Templates templates;
    private final WorkerActs acts;

    /** {@code mixed} says which versions work beside each other; null if there is but one. */
    record WorkersPage(
            Shell shell, List<WorkerRow> workers, @Nullable String mixed) {}

    WorkerPages(Rota rota, Templates templates) {
        this.rota = rota;
        this.templates = templates;
        this.acts = new WorkerActs(rota);
    }

    void addTo(Routes routes) {
        routes.get("/workers", Scope.WORKERS_READ, this::workers)
                .get("/workers/{id}", Scope.WORKERS_READ, this::worker)
                .post("/workers/{id}/drain", Scope.WORKERS_WRITE, ctx -> drain(ctx, true))
                .post("/workers/{id}/resume", Scope.WORKERS_WRITE, ctx -> drain(ctx, false))
                .post("/workers/{id}/stop", Scope.WORKERS_WRITE, this::stop)
                .post("/workers/{id}/slots", Scope.WORKERS_WRITE, this::giveSlots);
    }

    private void workers(Context ctx) {
        Shell shell = templates.shell(ctx, "Workers", "workers");
        List<Worker> workers = rota.store().workers().list();
        String mixed = MixedVersions.among(workers)
                .map(versions -> String.join(", ", versions.versions()))
                .orElse(null);
        templates.render(
                ctx,
                "workers",
                new WorkersPage(shell, workers.stream().map(WorkerRow::new).toList(), mixed));
    }

    private void worker(Context ctx) {
        Worker worker = acts.find(Requests.id(ctx, "worker"));
        long id = worker.id();
        Shell shell = templates.shell(ctx, worker.registration().name() + " " + id, "workers");
        List<Job> running = rota.jobs()
                .list(Query.NEWEST.worker(id).states(JobState.RUNNING).after(0).limit(WorkerPage.LOOKED_AT));
        List<Rescued> rescued = rota.store().workers().rescued(id, WorkerPage.SHOWN);
        List<Job> found = rescued.isEmpty()
                ? List.of()
                : rota.store()
                        .archive()
                        .findAll(rescued.stream().map(Rescued::jobId).distinct().toList());
        templates.render(
                ctx,
                "worker",
                WorkerPage.of(
                        shell,
                        worker,
                        WorkerPage.runs(running, running.isEmpty() ? Map.of() : usual(shell.time()), shell.time()),
                        WorkerPage.taken(rescued, found),
                        rota.store().workers().acts(id, ACTS)));
    }

    /** How long 95 % of the runs of each type took at the most, lately. */
    private Map<String, Duration> usual(Instant now) {
        Map<String, Duration> usual = new HashMap<>();
        // The present minute is among them from its first moment on.
        Instant until = now.plus(Duration.ofMinutes(1));
        for (Total total : rota.store().rollups().byType(now.minus(USUAL_OVER), until, null, TYPES)) {
            Histogram ran = total.figures().ran();
            Duration most = ran.count() < USUAL_LEAST ? null : ran.quantile(USUAL_SHARE);
            if (most != null) {
                usual.put(total.type(), most);
            }
        }
        return usual;
    }

    private static void back(Context ctx, long id, String did) {
        Pages.redirect(ctx, "../../workers/" + id + "?did=" + did);
    }

    private void drain(Context ctx, boolean draining) {
        long id = Requests.id(ctx, "worker");
        acts.drain(ctx, id, draining, Form.of(ctx).get("reason"));
        Undo undo = Undo.of("workers/" + id + (draining ? "/resume" : "/drain"));
        back(ctx, id, (draining ? "draining" : "undrained") + undo.parameter(ctx));
    }

    private void stop(Context ctx) {
        long id = Requests.id(ctx, "worker");
        acts.stop(ctx, id, Form.of(ctx).get("reason"));
        back(ctx, id, "worker-stopping");
    }

    private void giveSlots(Context ctx) {
        long id = Requests.id(ctx, "worker");
        Form form = Form.of(ctx);
        Map<String, @Nullable Integer> changes = new HashMap<>();
        List<String> queues = form.all("queue");
        List<String> counts = form.all("slots");
        for (int i = 0; i < Math.min(queues.size(), counts.size()); i++) {
            changes.put(queues.get(i), count(queues.get(i), counts.get(i)));
        }
        acts.giveSlots(ctx, id, changes, form.get("reason"));
        back(ctx, id, "slots");
    }

    private static Integer count(String queue, String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.invalid(
                    "invalid-field",
                    "Slots are not valid",
                    "/slots",
                    "Slots of " + queue + " are \"" + Labels.shortened(text, 20) + "\", expected a whole number");
        }
    }
}
