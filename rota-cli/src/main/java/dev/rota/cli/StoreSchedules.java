package dev.rota.cli;

import dev.rota.Rota;
import dev.rota.Schedules;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.Store;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Schedules of a database. */
final class StoreSchedules implements Target.Schedules {
    private final Store store;
    private final String user;
    private final StoreActs acts;

    StoreSchedules(Store store, String user, StoreActs acts) {
        this.store = store;
        this.user = user;
        this.acts = acts;
    }

    @Override
    public Body list() {
        return Body.ofItems(store.schedules().list().stream().map(this::body).toList());
    }

    @Override
    public Optional<Body> find(String name) {
        return store.schedules().find(name).map(this::body);
    }

    @Override
    public Body fires(String name, int limit) {
        List<Fire> fires = store.schedules().fires(name, limit);
        List<Long> ids =
                fires.stream().map(Fire::jobId).filter(Objects::nonNull).toList();
        Map<Long, Job> jobs =
                store.archive().findAll(ids).stream().collect(Collectors.toMap(Job::id, Function.identity()));
        return Body.ofItems(fires.stream()
                .map(fire -> body(fire, fire.jobId() == null ? null : jobs.get(fire.jobId())))
                .toList());
    }

    @Override
    public Body run(String name) {
        Fire fire = store.schedules().runNow(name, user).orElseThrow(() -> gone(name));
        acts.record("schedule.run", "schedule:" + name, fire.jobId() == null ? null : "as job " + fire.jobId());
        return body(fire, null);
    }

    @Override
    public Body pause(String name, @Nullable String reason, @Nullable Instant until) {
        store.schedules().pause(name, new StoredSchedule.Pause(user, store.now(), reason, until));
        acts.record("schedule.pause", "schedule:" + name, reason);
        return found(name);
    }

    @Override
    public Body resume(String name) {
        store.schedules().resume(name);
        acts.record("schedule.resume", "schedule:" + name, null);
        return found(name);
    }

    @Override
    public Optional<ScheduleDefinition> definition(String name) {
        return store.schedules().find(name).map(StoredSchedule::effective);
    }

    @Override
    public Body override(ScheduleDefinition definition, @Nullable String reason) {
        boolean fresh = find(definition.name()).isEmpty();
        planning().override(definition, user, reason);
        acts.record(fresh ? "schedule.create" : "schedule.override", "schedule:" + definition.name(), reason);
        return found(definition.name());
    }

    @Override
    public boolean revert(String name) {
        boolean reverted = planning().revert(name);
        if (reverted) {
            acts.record("schedule.revert", "schedule:" + name, null);
        }
        return reverted;
    }

    /** Never started: it plans the next fire and works nothing. */
    private Schedules planning() {
        return Rota.builder(store, new JacksonCodec()).build().schedules();
    }

    @Override
    public void remove(String name) {
        if (!store.schedules().remove(name)) {
            throw gone(name);
        }
        acts.record("schedule.delete", "schedule:" + name, null);
    }

    @Override
    public Body previewBackfill(Target.BackfillWish wish) {
        return new StoreBackfill(planning(), user).preview(wish);
    }

    @Override
    public Body backfill(Target.BackfillWish wish) {
        Body done = new StoreBackfill(planning(), user).make(wish);
        acts.record("schedule.backfill", "schedule:" + wish.schedule(), wish.reason());
        return done;
    }

    private Body found(String name) {
        return find(name).orElseThrow(() -> gone(name));
    }

    private static CommandFailure gone(String name) {
        return CommandFailure.notFound("Schedule " + name + " was removed just now.");
    }

    private Body body(StoredSchedule schedule) {
        ScheduleDefinition definition = schedule.effective();
        ZoneId zone = definition.trigger().zone();
        boolean paused = schedule.isPaused(store.now());
        return new Shape()
                .put("name", schedule.name())
                .put("description", definition.policies().description())
                .put("kind", definition.trigger().kind())
                .put("trigger", definition.trigger().text())
                .put("zone", zone == null ? null : zone.getId())
                .put("words", definition.trigger().describe())
                .put("type", definition.job().type())
                .put("args", DataWriter.Json.of(definition.job().args()))
                .put("queue", definition.job().queue())
                .put("tags", definition.job().tags())
                .put("policies", body(definition.policies()))
                .put("paused", paused)
                .put("pause", paused ? body(schedule.pause()) : null)
                .put("override", schedule.override() == null ? null : body(schedule.overrideBy()))
                .put("orphaned", schedule.orphanedAt() != null)
                .put("orphanedAt", schedule.orphanedAt())
                .put("code", schedule.code() == null ? null : body(schedule.code()))
                .put("contested", schedule.isContested())
                .put("nextFireAt", schedule.nextFireAt())
                .put("lastFireAt", schedule.lastFireAt())
                .put("version", schedule.version())
                .body();
    }

    private static Body body(ScheduleDefinition definition) {
        ZoneId zone = definition.trigger().zone();
        NewJob job = definition.job();
        return new Shape()
                .put("kind", definition.trigger().kind())
                .put("trigger", definition.trigger().text())
                .put("zone", zone == null ? null : zone.getId())
                .put("words", definition.trigger().describe())
                .put("type", job.type())
                .put("args", DataWriter.Json.of(job.args()))
                .put("queue", job.queue())
                .put("priority", job.priority())
                .put("maxAttempts", job.maxAttempts())
                .put("tags", job.tags())
                .put("policies", body(definition.policies()))
                .put("description", definition.policies().description())
                .body();
    }

    private static Body body(Policies policies) {
        return new Shape()
                .put("missed", policies.missed().text().toLowerCase(Locale.ROOT))
                .put("overlap", policies.overlap().name().toLowerCase(Locale.ROOT))
                .put("jitter", policies.jitter())
                .put("grace", policies.grace())
                .put("startsAt", policies.startsAt())
                .put("endsAt", policies.endsAt())
                .put("flag", policies.flag())
                .put("expected", policies.expected())
                .put(
                        "pauseWindows",
                        policies.pauseWindows().stream().map(PauseWindow::text).toList())
                .body();
    }

    private static @Nullable Body body(StoredSchedule.@Nullable Pause pause) {
        return pause == null
                ? null
                : new Shape()
                        .put("by", pause.by())
                        .put("at", pause.at())
                        .put("reason", pause.reason())
                        .put("until", pause.until())
                        .body();
    }

    private static @Nullable Body body(StoredSchedule.@Nullable Change change) {
        return change == null
                ? null
                : new Shape()
                        .put("by", change.by())
                        .put("at", change.at())
                        .put("reason", change.reason())
                        .body();
    }

    private static Body body(Fire fire, @Nullable Job job) {
        return new Shape()
                .put("schedule", fire.schedule())
                .put("dueAt", fire.dueAt())
                .put("firedAt", fire.firedAt())
                .put("outcome", fire.outcome())
                .put("jobId", fire.jobId())
                .put("startedAt", job == null ? null : job.times().claimedAt())
                .put("ran", job == null ? null : job.times().ran())
                .put("note", fire.note())
                .body();
    }
}
