package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Pauses, resumes and runs many schedules at once: those that were selected, or all that a list shows on all of its pages. */
final class ScheduleBulkPages {
    /** More schedules than these are not acted on by one request. */
    static final int MOST = 500;

    private static final int SAMPLE = 5;

    private final Rota rota;
    private final Secrets secrets;
    private final ScheduleChanges changes;
    private final Templates templates;

    /** What is done to each. */
    enum Action {
        PAUSE("pause", Scope.SCHEDULES_PAUSE, "Pause", "What falls due meanwhile is skipped"),
        RESUME("resume", Scope.SCHEDULES_PAUSE, "Resume", "Those that are paused go on"),
        RUN("run", Scope.SCHEDULES_RUN, "Run now", "Each makes its job once, even if it is paused");

        private final String word;
        private final Scope scope;
        private final String label;
        private final String effect;

        Action(String word, Scope scope, String label, String effect) {
            this.word = word;
            this.scope = scope;
            this.label = label;
            this.effect = effect;
        }

        String word() {
            return word;
        }

        String label() {
            return label;
        }

        String effect() {
            return effect;
        }
    }

    /**
     * What is asked before all that a list shows are acted on.
     *
     * @param count how many there are
     * @param paused how many of them are paused
     * @param sample the names of the first
     */
    record AskPage(Shell shell, ScheduleList list, int count, long paused, List<String> sample) {
        /** Those that are meant, in words. */
        String which() {
            return (list.find().isEmpty() ? "" : " with \"" + list.find() + "\" in their names")
                    + (list.tag().isEmpty() ? "" : " with the tag " + list.tag());
        }

        List<Action> acts() {
            return Arrays.stream(Action.values())
                    .filter(act -> shell.has(act.scope))
                    .toList();
        }

        /** Those whom an action touches, in words. */
        String touched(Action act) {
            return Labels.counted(
                    switch (act) {
                        case PAUSE -> count - paused;
                        case RESUME -> paused;
                        case RUN -> count;
                    },
                    "schedule",
                    "schedules");
        }
    }

    ScheduleBulkPages(Rota rota, Secrets secrets, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.secrets = secrets;
        this.changes = new ScheduleChanges(rota, redactor);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        routes.get("/schedule-acts", Scope.SCHEDULES_READ, this::ask);
        for (Action act : Action.values()) {
            routes.post("/schedule-acts/" + act.word, act.scope, ctx -> act(ctx, act));
        }
    }

    private void ask(Context ctx) {
        ScheduleList list = ScheduleList.read(ctx, rota, secrets, 1);
        Shell shell = templates.shell(ctx, "Many schedules", "schedules");
        List<StoredSchedule> all = all(list);
        templates.render(
                ctx,
                "scheduleacts",
                new AskPage(
                        shell,
                        list,
                        all.size(),
                        all.stream()
                                .filter(schedule -> schedule.isPaused(shell.time()))
                                .count(),
                        all.stream().limit(SAMPLE).map(StoredSchedule::name).toList()));
    }

    private List<StoredSchedule> all(ScheduleList list) {
        List<StoredSchedule> all = rota.store().schedules().list(list.part(null, MOST + 1));
        if (all.size() > MOST) {
            throw Problem.malformed("More than " + MOST + " schedules are meant: name fewer by name or tag");
        }
        return all;
    }

    private void act(Context ctx, Action act) {
        Form form = Form.of(ctx);
        ScheduleList list = ScheduleList.of(form);
        List<StoredSchedule> meant = form.get("all") == null ? selected(form) : all(list);
        Instant now = rota.store().now();
        Instant until = PauseUntil.until(form.get("until"), form.get("for"), now);
        ScheduleApi.PauseBody pause = new ScheduleApi.PauseBody(form.get("reason"), until);
        long changed = meant.stream()
                .filter(schedule -> changed(ctx, act, schedule, now, pause))
                .count();
        String back = "../" + list.firstHref();
        Pages.redirect(
                ctx,
                back
                        + (back.contains("?") ? "&" : "?")
                        + (meant.isEmpty()
                                ? "did=none-selected"
                                : "did=schedules-" + act.word + "&n=" + changed + "&skipped="
                                        + (meant.size() - changed)
                                        + (form.get("all") == null
                                                ? "#"
                                                        + Urls.row(
                                                                "schedule",
                                                                meant.get(0).name())
                                                : "")));
    }

    private List<StoredSchedule> selected(Form form) {
        List<String> names = form.all("id").stream().distinct().toList();
        if (names.size() > MOST) {
            throw Problem.malformed(names.size() + " schedules are selected, expected at most " + MOST);
        }
        return names.stream()
                .map(rota.schedules()::find)
                .flatMap(Optional::stream)
                .toList();
    }

    /** False if it was left alone: nothing would change, or it has gone meanwhile. */
    private boolean changed(
            Context ctx, Action act, StoredSchedule schedule, Instant now, ScheduleApi.PauseBody pause) {
        boolean paused = schedule.isPaused(now);
        if (act == Action.PAUSE ? paused : act == Action.RESUME && !paused) {
            return false;
        }
        try {
            switch (act) {
                case PAUSE -> changes.pause(ctx, schedule.name(), pause, null);
                case RESUME -> changes.resume(ctx, schedule.name(), null);
                case RUN -> Objects.requireNonNull(changes.run(ctx, schedule.name()));
            }
            return true;
        } catch (Problem gone) {
            if (gone.status() == 404) {
                return false;
            }
            throw gone;
        }
    }
}
