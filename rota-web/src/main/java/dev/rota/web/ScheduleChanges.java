package dev.rota.web;

import dev.rota.Rota;
import dev.rota.schedule.Fire;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import io.javalin.http.Context;
import java.util.Optional;
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
     * @param version that it must still have; null for any. One that is made must not be there yet
     * @throws Problem 412 if it has another, 409 if there is one by now
     */
    void override(
            Context ctx,
            @Nullable StoredSchedule was,
            ScheduleDefinition definition,
            @Nullable String reason,
            @Nullable Long version) {
        Long expected = was == null ? (Long) ScheduleStore.ABSENT : version;
        boolean done;
        try {
            done = rota.schedules().override(definition, by(ctx), reason, expected);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("invalid-field", "A field is not valid", "", String.valueOf(e.getMessage()));
        }
        if (!done) {
            requireFree(was == null);
            requireVersion(definition.name(), expected);
        }
        acts.record(
                ctx,
                was == null ? "schedule.create" : "schedule.override",
                target(definition.name()),
                reason,
                new Acts.Change(view(was == null ? null : was.effective()), view(definition)));
    }

    /** Says so if it was the version that kept something from being done. */
    private void requireVersion(String name, @Nullable Long expected) {
        Optional<StoredSchedule> now = rota.schedules().find(name);
        if (expected != null
                && now.filter(schedule -> schedule.version() == expected).isEmpty()) {
            throw Versions.overtaken(expected, now);
        }
    }

    /**
     * Takes an override back.
     *
     * @param version that it must still have; null for any
     * @throws Problem if there is nothing to go back to, or it has another version
     */
    void revert(Context ctx, StoredSchedule schedule, @Nullable String reason, @Nullable Long version) {
        ScheduleDefinition before = schedule.effective();
        if (!rota.schedules().revert(schedule.name(), version)) {
            requireVersion(schedule.name(), version);
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

    /** @throws Problem if there is none any more, or it has another version */
    void delete(Context ctx, StoredSchedule schedule, @Nullable String reason, @Nullable Long version) {
        if (!rota.schedules().remove(schedule.name(), version)) {
            requireVersion(schedule.name(), version);
            throw Problem.notFound("schedule", schedule.name());
        }
        Acts.Change change = new Acts.Change(view(schedule.effective()), null);
        acts.record(ctx, "schedule.delete", target(schedule.name()), reason, change);
    }

    /** @throws Problem if there is none any more, or it has another version */
    void pause(Context ctx, String name, ScheduleApi.PauseBody body, @Nullable Long version) {
        if (!rota.schedules().pause(name, by(ctx), body.reason(), body.until(), version)) {
            requireVersion(name, version);
            throw Problem.notFound("schedule", name);
        }
        acts.record(ctx, "schedule.pause", target(name), body.reason());
    }

    /** @throws Problem if it has another version */
    void resume(Context ctx, String name, @Nullable Long version) {
        if (rota.schedules().resume(name, version)) {
            acts.record(ctx, "schedule.resume", target(name), null);
        } else {
            requireVersion(name, version);
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

    static String target(String name) {
        return "schedule:" + name;
    }

    private ApiViews.@Nullable DefinitionView view(@Nullable ScheduleDefinition definition) {
        return definition == null ? null : ApiViews.DefinitionView.of(definition, redactor);
    }
}
