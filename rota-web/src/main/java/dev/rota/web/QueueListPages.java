package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertRules;
import dev.rota.console.Scope;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queues. */
final class QueueListPages {
    private final Rota rota;
    private final Templates templates;
    private final QueueLoads loads;
    private final Acts acts;
    private final AlertRules rules;

    record QueuesPage(
            Shell shell,
            List<QueueLoads.QueueRow> queues,
            Map<String, QueueLoads.Activity> activity,
            AlertRules rules) {
        /** Its oldest job has waited longer than it should. */
        boolean isSlow(QueueLoads.QueueRow queue) {
            return queue.isSlow(rules.waitIn(queue.name()));
        }

        /** How long jobs should wait in it at the most. */
        String target(QueueLoads.QueueRow queue) {
            return Times.rough(rules.waitIn(queue.name()));
        }
    }

    /** @param rules how long jobs may wait */
    QueueListPages(Rota rota, AlertRules rules, Templates templates) {
        this.rules = rules;
        this.rota = rota;
        this.templates = templates;
        this.loads = new QueueLoads(rota);
        this.acts = new Acts(rota);
    }

    void addTo(Routes routes) {
        routes.get("/queues", Scope.QUEUES_READ, this::queues)
                .post("/queues/{name}/pause", Scope.QUEUES_PAUSE, this::pause)
                .post("/queues/{name}/resume", Scope.QUEUES_PAUSE, this::resume)
                .post("/queues/{name}/limits", Scope.QUEUES_WRITE, this::limit);
    }

    private void queues(Context ctx) {
        Shell shell = templates.shell(ctx, "Queues", "queues");
        templates.render(
                ctx, "queues", new QueuesPage(shell, loads.queues(shell.time()), loads.activity(shell.time()), rules));
    }

    private void pause(Context ctx) {
        Form form = Form.of(ctx);
        Queue before = QueueApi.queue(rota, ctx.pathParam("name"));
        String name = before.name();
        Instant until = PauseUntil.until(
                form.get("until"), form.get("for"), rota.store().now());
        rota.queues().pause(name, Caller.of(ctx).principal().name(), form.get("reason"), until);
        acts.record(ctx, "queue.pause", "queue:" + name, form.get("reason"));
        Undo undo = before.isPaused(rota.store().now()) ? pausing(before) : Undo.of(path(name) + "/resume");
        Pages.redirect(ctx, back(form, name, "paused" + undo.parameter(ctx)));
    }

    private void resume(Context ctx) {
        Queue before = QueueApi.queue(rota, ctx.pathParam("name"));
        String name = before.name();
        boolean paused = rota.queues().resume(name, Caller.of(ctx).principal().name(), null);
        if (paused) {
            acts.record(ctx, "queue.resume", "queue:" + name, null);
        }
        Pages.redirect(
                ctx,
                back(Form.of(ctx), name, "resumed" + (paused ? pausing(before).parameter(ctx) : "")));
    }

    /** Pauses it as it was. */
    private static Undo pausing(Queue before) {
        return Undo.of(path(before.name()) + "/pause")
                .with("reason", before.pauseReason())
                .with("until", before.pausedUntil());
    }

    private static String path(String queue) {
        return "queues/" + Urls.encoded(queue);
    }

    private void limit(Context ctx) {
        Form form = Form.of(ctx);
        Queue before = QueueApi.queue(rota, ctx.pathParam("name"));
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
                                    rate == null ? null : Lengths.parse("/period", period == null ? "1m" : period)));
        } catch (NumberFormatException e) {
            throw Problem.invalid("invalid-field", "A limit is not valid", "", "Expected whole numbers");
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A limit is not valid", "", String.valueOf(e.getMessage()));
        }
        QueueApi.recordLimits(acts, ctx, before, QueueApi.queue(rota, name));
        Pages.redirect(ctx, back(form, name, "limited"));
    }

    /** To where the form was sent from: the queue's own page, or its row on that of all. */
    private static String back(Form form, String queue, String did) {
        return form.get("back") == null
                ? "../../queues?did=" + did + "#" + Urls.row("queue", queue)
                : "../../queues/" + Urls.encoded(queue) + "?did=" + did;
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }
}
