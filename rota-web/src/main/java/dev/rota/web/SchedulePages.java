package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.schedule.Fire;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Preview;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list of schedules, one schedule, and what is done to them. */
final class SchedulePages {
    private static final int SHOWN = 50;
    private static final int AHEAD = 5;

    private final Rota rota;
    private final Secrets secrets;
    private final Redactor redactor;
    private final ScheduleChanges changes;
    private final Templates templates;

    /**
     * What a reader tries out.
     *
     * @param error why it cannot be previewed; null if it can
     */
    record Trial(
            String cron,
            String zone,
            @Nullable String description,
            List<Ahead> ahead,
            List<String> warnings,
            @Nullable String error) {
        static Trial of(@Nullable String cron, @Nullable String zone, Instant now) {
            String in = zone == null ? "UTC" : zone;
            if (cron == null) {
                return new Trial("", in, null, List.of(), List.of(), null);
            }
            try {
                Preview preview = ScheduleApi.cron(cron, in, now, AHEAD);
                return new Trial(
                        cron,
                        in,
                        preview.description(),
                        preview.fires().stream()
                                .map(at -> new Ahead(
                                        at, Times.fire(at, preview.zone()), Times.fire(at, ZoneOffset.UTC), null))
                                .toList(),
                        preview.warnings().stream().map(lint -> lint.message()).toList(),
                        null);
            } catch (Problem e) {
                return new Trial(cron, in, null, List.of(), List.of(), e.detail());
            }
        }

        boolean open() {
            return !cron.isEmpty();
        }
    }

    record SchedulesPage(Shell shell, ScheduleList list, List<ScheduleRow> rows, Trial trial) {
        /** True if there is no schedule at all. */
        boolean none() {
            return rows.isEmpty() && list.first() && list.isWhole();
        }

        boolean canAct() {
            return shell.mayOperate() && !rows.isEmpty();
        }
    }

    /**
     * A fire to come, in the zone of its schedule and in UTC.
     *
     * @param window the pause window in which it will be skipped; null if it lies in none
     */
    record Ahead(
            Instant at, String local, String utc, @Nullable String window) {
        static Ahead of(ScheduleDefinition definition, Instant at, ZoneId zone) {
            return new Ahead(
                    at,
                    Times.ahead(at, zone),
                    Times.ahead(at, ZoneOffset.UTC),
                    definition.pauseWindow(at).map(PauseWindow::text).orElse(null));
        }
    }

    SchedulePages(Rota rota, Secrets secrets, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.secrets = secrets;
        this.redactor = redactor;
        this.changes = new ScheduleChanges(rota, redactor);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/schedules", Scope.SCHEDULES_READ, this::list)
                .get("/schedules/{name}", Scope.SCHEDULES_READ, this::show)
                .post("/schedules/{name}/runs", Scope.SCHEDULES_RUN, this::run)
                .post("/schedules/{name}/pause", Scope.SCHEDULES_PAUSE, this::pause)
                .post("/schedules/{name}/resume", Scope.SCHEDULES_PAUSE, this::resume);
    }

    private void list(Context ctx) {
        Shell shell = templates.shell(ctx, "Schedules", "schedules");
        Set<String> off = Templates.flagsOff(rota.schedules().flags());
        ScheduleList list = ScheduleList.read(ctx, rota, secrets, SHOWN);
        Map<String, List<Fire>> fires = rota.store()
                .schedules()
                .latestFires(list.schedules().stream().map(StoredSchedule::name).toList(), ScheduleRow.STRIP);
        Map<Long, Job> jobs = ScheduleRow.lastJobs(rota, fires.values());
        List<ScheduleRow> rows = list.schedules().stream()
                .map(schedule ->
                        ScheduleRow.of(shell, schedule, off, fires.getOrDefault(schedule.name(), List.of()), jobs))
                .toList();
        templates.render(
                ctx,
                "schedules",
                new SchedulesPage(
                        shell,
                        list,
                        rows,
                        Trial.of(Requests.query(ctx, "cron"), Requests.query(ctx, "zone"), shell.time())));
    }

    private void show(Context ctx) {
        StoredSchedule schedule = find(ctx);
        Shell shell = templates.shell(ctx, schedule.name(), "schedules");
        Lookback over = Lookback.of(Requests.query(ctx, "over"), Lookback.DAY);
        templates.render(ctx, "schedule", SchedulePage.of(rota, redactor, shell, schedule, over));
    }

    private StoredSchedule find(Context ctx) {
        String name = ctx.pathParam("name");
        return rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
    }

    private void run(Context ctx) {
        String name = find(ctx).name();
        Long made = changes.run(ctx, name).jobId();
        Pages.redirect(ctx, "../" + Urls.encoded(name) + "?did=ran" + (made == null ? "" : "&job=" + made));
    }

    private void pause(Context ctx) {
        Form form = Form.of(ctx);
        StoredSchedule before = find(ctx);
        String name = before.name();
        Instant until = PauseUntil.until(
                form.get("until"), form.get("for"), rota.store().now());
        changes.pause(ctx, name, new ScheduleApi.PauseBody(form.get("reason"), until), null);
        Undo undo = before.isPaused(rota.store().now()) ? pausing(before) : Undo.of(path(name) + "/resume");
        Pages.redirect(ctx, "../" + Urls.encoded(name) + "?did=paused" + undo.parameter(ctx));
    }

    private void resume(Context ctx) {
        StoredSchedule schedule = find(ctx);
        String name = schedule.name();
        int skipped = SchedulePage.skipped(
                schedule,
                rota.schedules().fires(name, SchedulePage.LATEST),
                rota.store().now());
        changes.resume(ctx, name, null);
        boolean last = skipped > 0 && Form.of(ctx).get("last") != null;
        if (last) {
            Caller.of(ctx).require(Scope.SCHEDULES_RUN);
            changes.run(ctx, name);
        }
        String did = last ? "resumed-ran" : skipped > 0 ? "resumed&n=" + skipped : "resumed";
        String undo = last || !schedule.isPaused(rota.store().now())
                ? ""
                : pausing(schedule).parameter(ctx);
        Pages.redirect(ctx, "../" + Urls.encoded(name) + "?did=" + did + undo);
    }

    /** Pauses it as it was. */
    private static Undo pausing(StoredSchedule before) {
        StoredSchedule.Pause pause = before.pause();
        Undo undo = Undo.of(path(before.name()) + "/pause");
        return pause == null ? undo : undo.with("reason", pause.reason()).with("until", pause.until());
    }

    private static String path(String name) {
        return "schedules/" + Urls.encoded(name);
    }
}
