package dev.rota.web;

import dev.rota.Rota;
import dev.rota.schedule.Fire;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What people do to schedules, by pages and by REST alike; each act is recorded. */
final class ScheduleChanges {
    private final Rota rota;
    private final Redactor redactor;
    private final Acts acts;

    ScheduleChanges(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
        this.acts = new Acts(rota);
    }

    /** @throws Problem if the name of a new schedule is taken */
    static void requireFree(boolean taken) {
        if (taken) {
            throw Problem.of(409, "duplicate", "The name is taken", "There is a schedule of that name")
                    .hint("Change that one, or choose another name.");
        }
    }

    /**
     * Overrides a schedule, or makes one.
     *
     * @param was what is overridden; null if there is no schedule of that name
     */
    void override(Context ctx, @Nullable StoredSchedule was, ScheduleDefinition definition, @Nullable String reason) {
        try {
            rota.schedules().override(definition, by(ctx), reason);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        acts.record(
                ctx,
                was == null ? "schedule.create" : "schedule.override",
                target(definition.name()),
                reason,
                new Acts.Change(view(was == null ? null : was.effective()), view(definition)));
    }

    /** @throws Problem if there is nothing to go back to */
    void revert(Context ctx, StoredSchedule schedule, @Nullable String reason) {
        ScheduleDefinition before = schedule.effective();
        if (!rota.schedules().revert(schedule.name())) {
            throw Problem.of(
                    409,
                    "nothing-to-revert",
                    "There is nothing to go back to",
                    "The schedule has no override, or no program defines it");
        }
        acts.record(
                ctx,
                "schedule.revert",
                target(schedule.name()),
                reason,
                new Acts.Change(view(before), view(schedule.code())));
    }

    /** @throws Problem if there is none any more */
    void delete(Context ctx, StoredSchedule schedule, @Nullable String reason) {
        if (!rota.schedules().remove(schedule.name())) {
            throw Problem.notFound("schedule", schedule.name());
        }
        Acts.Change change = new Acts.Change(view(schedule.effective()), null);
        acts.record(ctx, "schedule.delete", target(schedule.name()), reason, change);
    }

    void pause(Context ctx, String name, @Nullable String reason, @Nullable Instant until) {
        rota.schedules().pause(name, by(ctx), reason, until);
        acts.record(ctx, "schedule.pause", target(name), reason);
    }

    void resume(Context ctx, String name) {
        if (rota.schedules().resume(name)) {
            acts.record(ctx, "schedule.resume", target(name), null);
        }
    }

    /** @throws Problem if there is none any more */
    Fire run(Context ctx, String name) {
        Fire fire = rota.schedules().runNow(name, by(ctx)).orElseThrow(() -> Problem.notFound("schedule", name));
        acts.record(ctx, "schedule.run", target(name), fire.jobId() == null ? null : "as job " + fire.jobId());
        return fire;
    }

    private static String by(Context ctx) {
        return Caller.of(ctx).principal().name();
    }

    private static String target(String name) {
        return "schedule:" + name;
    }

    private ApiViews.@Nullable DefinitionView view(@Nullable ScheduleDefinition definition) {
        return definition == null ? null : ApiViews.DefinitionView.of(definition, redactor);
    }
}
