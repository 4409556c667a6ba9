package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.schedule.Flag;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.web.ScheduleDrafts.ScheduleBody;
import io.javalin.http.Context;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes, changes, reverts and deletes schedules on pages of their own. */
final class ScheduleEditPages {
    private final Rota rota;
    private final Redactor redactor;
    private final ScheduleDrafts drafts;
    private final ScheduleChanges changes;
    private final Templates templates;

    /**
     * The form, and what a schedule like that would do.
     *
     * @param schedule that is changed; null if one is made
     * @param preview null if what was sent is not valid
     * @param problem what is not valid; null if nothing was found
     * @param args the fields of the type's arguments; null if they are written as JSON
     */
    record EditPage(
            Shell shell,
            @Nullable StoredSchedule schedule,
            ScheduleForm form,
            @Nullable SchedulePreview preview,
            @Nullable Problem problem,
            @Nullable ArgsForm args,
            Choices choices) {
        /** Where the form is sent. */
        String action() {
            return schedule == null ? shell.root() + "/new-schedule" : shell.scheduleHref(schedule.name()) + "/edit";
        }

        String back() {
            return schedule == null ? shell.root() + "/schedules" : shell.scheduleHref(schedule.name());
        }
    }

    /** What one is likely to write. */
    record Choices(List<String> types, List<String> zones, List<String> queues, List<String> flags) {}

    ScheduleEditPages(Rota rota, Redactor redactor, Templates templates) {
        this.rota = rota;
        this.redactor = redactor;
        this.drafts = new ScheduleDrafts(rota, redactor);
        this.changes = new ScheduleChanges(rota, redactor);
        this.templates = templates;
    }

    void addTo(Routes routes) {
        String one = "/schedules/{name}";
        routes.get("/new-schedule", Scope.SCHEDULES_WRITE, ctx -> show(ctx, null))
                .post("/new-schedule", Scope.SCHEDULES_WRITE, ctx -> send(ctx, null))
                .get(one + "/edit", Scope.SCHEDULES_WRITE, ctx -> show(ctx, find(ctx)))
                .post(one + "/edit", Scope.SCHEDULES_WRITE, ctx -> send(ctx, find(ctx)))
                .post(one + "/revert", Scope.SCHEDULES_WRITE, this::revert)
                .post(one + "/keep", Scope.SCHEDULES_WRITE, this::keep)
                .post(one + "/delete", Scope.SCHEDULES_WRITE, this::delete);
    }

    private StoredSchedule find(Context ctx) {
        String name = ctx.pathParam("name");
        return rota.schedules().find(name).orElseThrow(() -> Problem.notFound("schedule", name));
    }

    private void show(Context ctx, @Nullable StoredSchedule schedule) {
        ScheduleForm form = schedule == null ? ScheduleForm.empty() : ScheduleForm.of(schedule, redactor);
        render(ctx, schedule, form, schedule == null ? null : schedule.effective(), null);
    }

    /** Saves it, or only shows what it would do. */
    private void send(Context ctx, @Nullable StoredSchedule schedule) {
        ScheduleForm form = ScheduleForm.sent(Form.of(ctx));
        String wish = Objects.requireNonNullElse(Form.of(ctx).get("do"), "preview");
        try {
            form = switch (wish) {
                case "json" -> form.withArgsAsJson(rota);
                case "fields" -> form.withArgsAsFields();
                default -> form;
            };
            ScheduleBody body = form.body(rota);
            ScheduleDefinition definition = definition(schedule, body);
            if (!wish.equals("save")) {
                render(ctx, schedule, form, definition, null);
                return;
            }
            if (schedule == null) {
                ScheduleChanges.requireFree(
                        rota.schedules().find(definition.name()).isPresent());
            } else {
                Versions.requireSame(form.get("version"), schedule.version());
            }
            changes.override(ctx, schedule, definition, body.reason(), schedule == null ? null : schedule.version());
            String to = Urls.encoded(definition.name()) + "?did=saved";
            Pages.redirect(ctx, schedule == null ? "schedules/" + to : "../" + to);
        } catch (Problem problem) {
            ctx.status(problem.status());
            render(ctx, schedule, form, null, problem);
        }
    }

    private ScheduleDefinition definition(@Nullable StoredSchedule schedule, ScheduleBody body) {
        if (schedule != null) {
            return drafts.edited(schedule.effective(), body);
        }
        String name = body.name();
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "It has no name yet");
        }
        return drafts.whole(name, body, null);
    }

    private void render(
            Context ctx,
            @Nullable StoredSchedule schedule,
            ScheduleForm form,
            @Nullable ScheduleDefinition definition,
            @Nullable Problem problem) {
        Shell shell = templates.shell(ctx, schedule == null ? "New schedule" : "Edit " + schedule.name(), "schedules");
        SchedulePreview preview = definition == null
                ? null
                : SchedulePreview.of(
                        definition, schedule, shell.time(), rota.schedules().list());
        templates.render(
                ctx,
                "editschedule",
                new EditPage(
                        shell,
                        schedule,
                        form,
                        preview,
                        problem,
                        form.argsForm(rota).orElse(null),
                        choices()));
    }

    private Choices choices() {
        List<StoredSchedule> all = rota.schedules().list();
        Stream<String> used = all.stream().map(one -> one.effective().job().type());
        Stream<String> handled =
                rota.store().workers().list().stream().flatMap(worker -> worker.registration().types().stream());
        Stream<String> zones = all.stream()
                .map(one -> one.effective().trigger())
                .map(Trigger::zone)
                .filter(Objects::nonNull)
                .map(ZoneId::getId);
        return new Choices(
                sorted(Stream.concat(used, handled)
                        .filter(type -> rota.type(type).isPresent())),
                sorted(Stream.concat(Stream.of("UTC"), zones)),
                sorted(rota.queues().list().stream().map(queue -> queue.name())),
                sorted(rota.schedules().flags().stream().map(Flag::name)));
    }

    private static List<String> sorted(Stream<String> words) {
        return words.distinct().sorted().toList();
    }

    private void revert(Context ctx) {
        StoredSchedule schedule = find(ctx);
        changes.revert(ctx, schedule, Form.of(ctx).get("reason"), schedule.version());
        Pages.redirect(ctx, "../" + Urls.encoded(schedule.name()) + "?did=reverted");
    }

    /** What counts is said once more, after what the code says by now. */
    private void keep(Context ctx) {
        StoredSchedule schedule = find(ctx);
        changes.override(ctx, schedule, schedule.effective(), Form.of(ctx).get("reason"), schedule.version());
        Pages.redirect(ctx, "../" + Urls.encoded(schedule.name()) + "?did=kept");
    }

    private void delete(Context ctx) {
        changes.delete(ctx, find(ctx), Form.of(ctx).get("reason"), null);
        Pages.redirect(ctx, "../../schedules?did=deleted");
    }
}
