package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Queues and workers. */
final class PlacePages {
    /** By as much the clocks of well-kept machines may differ. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final Rota rota;
    private final Templates templates;
    private final Places places;
    private final Acts acts;

    record QueuesPage(Shell shell, List<Places.QueueRow> queues, Map<String, Places.Activity> activity) {}

    /** A worker as a row; {@code slots} and {@code types} in words. */
    record WorkerRow(
            long id,
            String name,
            String place,
            String version,
            Look look,
            String slots,
            int running,
            List<String> types,
            Instant startedAt,
            Instant heartbeatAt,
            @Nullable Duration clockOffset) {
        /** By how much its clock is off, in words; empty if that is too little to matter. */
        String clock() {
            Duration off = clockOffset == null ? Duration.ZERO : clockOffset.abs();
            return clockOffset == null || off.compareTo(TOLERATED) < 0
                    ? ""
                    : "clock " + Times.took(off) + (clockOffset.isNegative() ? " behind" : " ahead");
        }

        boolean active() {
            return look.equals(Look.of(Worker.State.ACTIVE));
        }

        boolean draining() {
            return look.equals(Look.of(Worker.State.DRAINING));
        }
    }

    record WorkersPage(Shell shell, List<WorkerRow> workers, boolean mixedVersions) {}

    PlacePages(Rota rota, Templates templates) {
        this.rota = rota;
        this.templates = templates;
        this.places = new Places(rota);
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        routes.get("/queues", Scope.QUEUES_READ, this::queues)
                .post("/queues/{name}/pause", Scope.QUEUES_PAUSE, this::pause)
                .post("/queues/{name}/resume", Scope.QUEUES_PAUSE, this::resume)
                .post("/queues/{name}/limits", Scope.QUEUES_WRITE, this::limit)
                .get("/workers", Scope.WORKERS_READ, this::workers)
                .post("/workers/{id}/drain", Scope.WORKERS_WRITE, ctx -> drain(ctx, true))
                .post("/workers/{id}/resume", Scope.WORKERS_WRITE, ctx -> drain(ctx, false));
    }

    private void queues(Context ctx) {
        Shell shell = templates.shell(ctx, "Queues", "queues");
        templates.render(
                ctx, "queues", new QueuesPage(shell, places.queues(shell.time()), places.activity(shell.time())));
    }

    private void pause(Context ctx) {
        Form form = Form.of(ctx);
        String name = PlaceApi.queue(rota, ctx.pathParam("name")).name();
        Instant until =
                Pausing.until(form.get("until"), form.get("for"), rota.store().now());
        rota.queues().pause(name, Caller.of(ctx).principal().name(), form.get("reason"), until);
        acts.record(ctx, "queue.pause", "queue:" + name, form.get("reason"));
        Pages.redirect(ctx, "../../queues?did=paused");
    }

    private void resume(Context ctx) {
        String name = PlaceApi.queue(rota, ctx.pathParam("name")).name();
        if (rota.queues().resume(name, Caller.of(ctx).principal().name(), null)) {
            acts.record(ctx, "queue.resume", "queue:" + name, null);
        }
        Pages.redirect(ctx, "../../queues?did=resumed");
    }

    private void limit(Context ctx) {
        Form form = Form.of(ctx);
        Queue before = PlaceApi.queue(rota, ctx.pathParam("name"));
        String name = before.name();
        try {
            Integer rate = number(form.get("rate"));
            String period = form.get("period");
            rota.queues()
                    .limit(
                            name,
                            new Limits(
                                    number(form.get("concurrency")),
                                    rate,
                                    rate == null ? null : Duration.parse(period == null ? "PT1M" : period)));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw Problem.invalid(
                    "invalid-field", "A limit is not valid", "", "Expected whole numbers, and a period such as PT1M");
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A limit is not valid", "", String.valueOf(e.getMessage()));
        }
        PlaceApi.recordLimits(acts, ctx, before, PlaceApi.queue(rota, name));
        Pages.redirect(ctx, "../../queues?did=limited");
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }

    private void workers(Context ctx) {
        Shell shell = templates.shell(ctx, "Workers", "workers");
        List<Worker> workers = rota.store().workers().list();
        boolean mixed = workers.stream()
                        .filter(worker -> worker.state() == Worker.State.ACTIVE)
                        .map(worker -> worker.registration().version())
                        .distinct()
                        .count()
                > 1;
        templates.render(
                ctx,
                "workers",
                new WorkersPage(shell, workers.stream().map(PlacePages::row).toList(), mixed));
    }

    private static WorkerRow row(Worker worker) {
        return new WorkerRow(
                worker.id(),
                worker.registration().name(),
                worker.registration().host() + " · pid " + worker.registration().pid(),
                worker.registration().version(),
                Look.of(worker.state()),
                slots(worker.registration().slots()),
                worker.running(),
                List.copyOf(new TreeSet<>(worker.registration().types())),
                worker.startedAt(),
                worker.heartbeatAt(),
                worker.clockOffset());
    }

    private static String slots(Map<String, Integer> slots) {
        StringBuilder words = new StringBuilder();
        new TreeMap<>(slots)
                .forEach((queue, count) -> words.append(words.isEmpty() ? "" : ", ")
                        .append(queue.equals("*") ? (slots.size() == 1 ? "all queues" : "all others") : queue)
                        .append(" ")
                        .append(count));
        return words.toString();
    }

    private void drain(Context ctx, boolean draining) {
        long id = PlaceApi.worker(rota, Requests.id(ctx, "worker")).id();
        rota.store().workers().drain(id, draining, Caller.of(ctx).principal().name(), null);
        acts.record(ctx, draining ? "worker.drain" : "worker.resume", "worker:" + id, null);
        Pages.redirect(ctx, "../../workers?did=" + (draining ? "draining" : "undrained"));
    }
}
