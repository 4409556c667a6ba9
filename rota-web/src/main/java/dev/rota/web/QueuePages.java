package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertRules;
import dev.rota.console.Scope;
import dev.rota.store.Histogram;
import dev.rota.store.OperatorAct;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.QueueStore.TypeLoad;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Series;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One queue: what waits in it, how long jobs waited, who paused it; and emptying it. */
final class QueuePages {
    private static final int ACTS = 10;
    /** From this many on, one must type how many are to be deleted. */
    private static final int MANY = 100;

    private final Rota rota;
    private final Templates templates;
    private final QueueLoads loads;
    private final Purges purges;
    private final AlertRules rules;

    /** How many attempts had been due about so long when they began; {@code most} is the highest of all such numbers. */
    record Wait(String text, long count, long most) {}

    /**
     * One queue.
     *
     * @param types of what is claimed next
     * @param waits of the last hour; empty if nothing began
     * @param activity what went through it; null if nothing did
     * @param most how long jobs should wait in it
     * @param purge how many would be deleted; null if the reader may not
     * @param problem what is wrong with what was typed; null if nothing is
     */
    record QueuePage(
            Shell shell,
            QueueLoads.QueueRow queue,
            List<TypeLoad> types,
            List<Wait> waits,
            List<OperatorAct> acts,
            QueueLoads.@Nullable Activity activity,
            Duration most,
            JobSearch.@Nullable Count purge,
            @Nullable String problem) {
        Look look() {
            return queue.paused() ? Look.PAUSED : new Look("✓", "Open", "ok");
        }

        String target() {
            return Times.rough(most);
        }

        /** True if not all that waits was looked at. */
        boolean isCut() {
            return queue.waitingCount() >= QueueLoads.COUNTED;
        }

        boolean asksForNumber() {
            return purge != null && purge.value() > MANY;
        }

        /** The jobs of a type that wait. */
        String href(String type) {
            return shell.jobsHref(
                    "queue=" + Urls.encoded(queue.name()) + "&type=" + Urls.encoded(type) + "&state=queued");
        }
    }

    /** @param rules how long jobs may wait */
    QueuePages(Rota rota, Purges purges, AlertRules rules, Templates templates) {
        this.rules = rules;
        this.rota = rota;
        this.templates = templates;
        this.loads = new QueueLoads(rota);
        this.purges = purges;
    }

    void addTo(Routes routes) {
        routes.get("/queues/{name}", Scope.QUEUES_READ, ctx -> show(ctx, null))
                .post("/queues/{name}/purge", Access.to(Scope.QUEUES_WRITE).always(), this::purge);
    }

    private void show(Context ctx, @Nullable String problem) {
        Queue queue = QueueApi.queue(rota, ctx.pathParam("name"));
        String name = queue.name();
        Shell shell = templates.shell(ctx, "Queue " + name, "queues");
        boolean mayPurge = shell.may(Scope.QUEUES_WRITE) && shell.may(Scope.JOBS_DELETE);
        templates.render(
                ctx,
                "queue",
                new QueuePage(
                        shell,
                        loads.queue(queue, shell.time()),
                        rota.store().queues().waitingTypes(name, QueueLoads.COUNTED),
                        waits(name, shell.time()),
                        rota.store().queues().acts(name, ACTS),
                        loads.activity(shell.time()).get(name),
                        rules.waitIn(name),
                        mayPurge ? purges.count(name) : null,
                        problem));
    }

    private List<Wait> waits(String queue, Instant now) {
        Lookback hour = Lookback.HOUR;
        Figures figures = rota
                .store()
                .rollups()
                .series(new Series(hour.from(now), hour.until(now), hour.step(), By.NOTHING, null, queue))
                .stream()
                .map(point -> point.figures())
                .reduce(Figures.NONE, Figures::plus);
        return figures.waited().count() == 0 ? List.of() : waits(figures.waited());
    }

    /** In few steps, each eight times as long as the one before. */
    static List<Wait> waits(Histogram histogram) {
        List<Long> counts = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int from = 0;
        for (int to = 10; from < Histogram.BUCKETS; to += 6) {
            boolean last = to + 6 >= Histogram.BUCKETS;
            int end = last ? Histogram.BUCKETS - 1 : to;
            long count = 0;
            for (int bucket = from; bucket <= end; bucket++) {
                count += histogram.count(bucket);
            }
            counts.add(count);
            texts.add(last ? "longer" : "up to " + Times.took(Histogram.bound(end)));
            from = end + 1;
        }
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        List<Wait> waits = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            waits.add(new Wait(texts.get(i), counts.get(i), most));
        }
        return waits;
    }

    /** Who deletes many says how many. */
    private void purge(Context ctx) {
        Form form = Form.of(ctx);
        String name = QueueApi.queue(rota, ctx.pathParam("name")).name();
        JobSearch.Count count = purges.count(name);
        String number = String.valueOf(count.value());
        if (count.value() > MANY && !number.equals(form.get("count"))) {
            ctx.status(422);
            show(ctx, "Type " + number + " to delete these jobs");
            return;
        }
        Pages.redirect(
                ctx,
                "../../operations/"
                        + purges.begin(ctx, name, form.get("reason")).id());
    }
}
