package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.web.ScheduleDrafts.ScheduleBody;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes, changes and deletes {@code /schedules}. Over one that a program defines it lays an override. */
final class ScheduleWriteApi {
    private final Rota rota;
    private final Redactor redactor;
    private final ScheduleDrafts drafts;
    private final ScheduleChanges changes;
    private final String path;

    ScheduleWriteApi(Rota rota, Redactor redactor, String basePath) {
        this.rota = rota;
        this.redactor = redactor;
        this.drafts = new ScheduleDrafts(rota, redactor);
        this.changes = new ScheduleChanges(rota, redactor);
        this.path = basePath + Routes.API + "/schedules";
    }

    void addTo(Routes routes) {
        String all = Routes.API + "/schedules";
        routes.post(all, Scope.SCHEDULES_WRITE, new Idempotency(rota).once(this::create))
                .put(all + "/{name}", Scope.SCHEDULES_WRITE, this::put)
                .patch(all + "/{name}", Scope.SCHEDULES_WRITE, this::patch)
                .delete(all + "/{name}", Scope.SCHEDULES_WRITE, this::delete)
                .delete(all + "/{name}/override", Scope.SCHEDULES_WRITE, this::revert);
    }

    private void create(Context ctx) {
        ScheduleBody body = Json.read(ctx, ScheduleBody.class);
        String name = body.name();
        if (name == null) {
            throw Problem.invalid("missing-field", "A field is missing", "/name", "Name is missing");
        }
        ScheduleChanges.requireFree(rota.schedules().find(name).isPresent());
        changes.override(ctx, null, drafts.whole(name, body, null), body.reason(), null);
        ctx.status(201).header("Location", ctx.contextPath() + path + "/" + Urls.encoded(name));
        answer(ctx, name);
    }

    private void put(Context ctx) {
        ScheduleBody body = Json.read(ctx, ScheduleBody.class);
        String name = named(ctx, body);
        StoredSchedule was = rota.schedules().find(name).orElse(null);
        Long version = was == null ? null : Versions.require(ctx, was);
        ScheduleDefinition definition = drafts.whole(name, body, was == null ? null : was.effective());
        changes.override(ctx, was, definition, body.reason(), version);
        ctx.status(was == null ? 201 : 200);
        answer(ctx, name);
    }

    private void patch(Context ctx) {
        ScheduleBody body = Json.read(ctx, ScheduleBody.class);
        StoredSchedule was = find(named(ctx, body));
        Long version = Versions.require(ctx, was);
        ScheduleDefinition patched = drafts.patched(was.effective(), body, ScheduleDrafts.cleared(tree(ctx)));
        changes.override(ctx, was, patched, body.reason(), version);
        answer(ctx, was.name());
    }

    private static JsonNode tree(Context ctx) {
        return Json.tree(new String(Requests.body(ctx), StandardCharsets.UTF_8));
    }

    private static String named(Context ctx, ScheduleBody body) {
        String name = ctx.pathParam("name");
        if (body.name() != null && !body.name().equals(name)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/name",
                    "The address names another schedule: a name stays");
        }
        return name;
    }

    private StoredSchedule find(@Nullable String name) {
        return Optional.ofNullable(name)
                .flatMap(rota.schedules()::find)
                .orElseThrow(() -> Problem.notFound("schedule", String.valueOf(name)));
    }

    private void answer(Context ctx, String name) {
        StoredSchedule schedule = find(name);
        Versions.answer(
                ctx, ApiViews.ScheduleView.of(schedule, redactor, rota.store().now()), schedule.version());
    }

    private void delete(Context ctx) {
        StoredSchedule schedule = find(ctx.pathParam("name"));
        changes.delete(ctx, schedule, null, Versions.require(ctx, schedule));
        ctx.status(204);
    }

    private void revert(Context ctx) {
        StoredSchedule schedule = find(ctx.pathParam("name"));
        changes.revert(ctx, schedule, null, Versions.require(ctx, schedule));
        answer(ctx, schedule.name());
    }
}
