package dev.rota;

import dev.rota.engine.Engine;
import dev.rota.engine.FirePlanning;
import dev.rota.engine.Handlers;
import dev.rota.job.ArgsCodec;
import dev.rota.retry.Bounds;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one can see of schedules and do to them. Thread-safe. */
public final class Schedules {
    private final Store store;
    private final ScheduleStore schedules;
    private final Engine engine;
    private final ArgsCodec codec;
    private final Handlers handlers;
    private final String application;

    Schedules(Store store, Engine engine, ArgsCodec codec, Handlers handlers, String application) {
        this.store = store;
        this.schedules = store.schedules();
        this.engine = engine;
        this.codec = codec;
        this.handlers = handlers;
        this.application = application;
    }

    /**
     * Stores schedules as the code defines them. An override by an operator stays, and so does a fire that is due, unless
     * the trigger has changed. A flag that a schedule names is made known, and is on unless it was known before.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public void put(Schedule... defined) {
        define(null, List.of(defined));
    }

    /**
     * Stores all schedules that the code of this application defines, and is called once, when it starts. As {@link #put},
     * and besides: what the application (the name it was built with, {@code default} unless set) defined so before and
     * does not any more is orphaned: it fires no more, and is shown until it is removed, or defined again.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public void define(List<Schedule> all) {
        define(application, all);
    }

    private void define(@Nullable String owner, List<Schedule> defined) {
        Set<String> names = new HashSet<>();
        for (Schedule schedule : defined) {
            if (!names.add(schedule.name())) {
                throw new IllegalArgumentException(
                        "Two schedules have the name " + schedule.name() + ": give one of them another");
            }
        }
        List<ScheduleDefinition> definitions = defined.stream()
                .map(schedule -> schedule.definition(codec, handlers::settings))
                .toList();
        for (ScheduleDefinition definition : definitions) {
            String flag = definition.policies().flag();
            if (flag != null && flags().stream().noneMatch(known -> known.name().equals(flag))) {
                schedules.defineFlag(flag, true);
            }
        }
        schedules.define(owner, definitions, engine.planner());
        engine.wake(Set.of());
    }

    /**
     * Overrides a schedule, or makes one that no code defines.
     *
     * @param by who does it
     */
    public void override(ScheduleDefinition definition, String by, @Nullable String reason) {
        override(definition, by, reason, null);
    }

    /**
     * The same, if nobody has changed it meanwhile.
     *
     * @param version that it must have; 0 if there must be none of that name; null for any
     * @return false if it has another, and nothing is changed
     */
    public boolean override(ScheduleDefinition definition, String by, @Nullable String reason, @Nullable Long version) {
        boolean done = schedules.override(
                definition, new StoredSchedule.Change(by, store.now(), reason), engine.planner(), version);
        engine.wake(Set.of());
        return done;
    }

    /** Takes an override back. False if there was none, or no code to go back to. */
    public boolean revert(String name) {
        return revert(name, null);
    }

    /** The same, if the schedule still has this version; null for any. False also if it has another. */
    public boolean revert(String name, @Nullable Long version) {
        boolean done = schedules.revert(name, engine.planner(), version);
        engine.wake(Set.of());
        return done;
    }

    /** Removes a schedule with its fires; jobs that it has made stay. False if there is none of that name. */
    public boolean remove(String name) {
        return remove(name, null);
    }

    /** The same, if the schedule still has this version; null for any. False also if it has another. */
    public boolean remove(String name, @Nullable Long version) {
        return schedules.remove(name, version);
    }

    /**
     * Pauses it until somebody resumes it, or {@code until}. What falls due meanwhile is skipped, even if no worker looks
     * before the pause has ended; what is due at its very end fires. A pause that lasts already is changed, and keeps the
     * time at which it began.
     *
     * @param by who pauses it, in words
     * @param reason why, or null
     * @param until null means until somebody resumes it
     * @return false if there is none of that name
     */
    public boolean pause(String name, String by, @Nullable String reason, @Nullable Instant until) {
        return pause(name, by, reason, until, null);
    }

    /** The same, if the schedule still has this version; null for any. False also if it has another. */
    public boolean pause(
            String name, String by, @Nullable String reason, @Nullable Instant until, @Nullable Long version) {
        if (until != null) {
            Bounds.instant("End of the pause", until);
        }
        return schedules.pause(name, new StoredSchedule.Pause(by, store.now(), reason, until), version);
    }

    /** Ends a pause now. False if there is none of that name, or it is not paused. */
    public boolean resume(String name) {
        return resume(name, null);
    }

    /** The same, if the schedule still has this version; null for any. False also if it has another. */
    public boolean resume(String name, @Nullable Long version) {
        return schedules.resume(name, version);
    }

    /** Makes the job of a schedule now, whatever its trigger and pause say. Empty if there is none of that name. */
    public Optional<Fire> runNow(String name, String by) {
        Optional<Fire> fire = schedules.runNow(name, by);
        if (fire.isPresent()) {
            find(name)
                    .ifPresent(schedule -> engine.fired(
                            List.of(fire.get()), schedule.effective().job()));
        }
        return fire;
    }

    /**
     * The instants of a schedule as it is now, the oldest first: what a {@link #backfill} of this time is about. Empty if
     * there is none of that name.
     *
     * @param from the first that may be among them
     * @param to what all of them lie before; what lies ahead is never among them
     * @param most where counting stops
     */
    public List<Instant> instants(String name, Instant from, Instant to, int most) {
        Instant now = store.now();
        return find(name)
                .map(schedule -> FirePlanning.instants(schedule, from, to.isBefore(now) ? to : now, most))
                .orElse(List.of());
    }

    /**
     * Those of the instants of a schedule from {@code from} up to, but not at, {@code to} that have made a job which was
     * not cancelled: a {@link #backfill} leaves them alone.
     */
    public Set<Instant> fired(String name, Instant from, Instant to) {
        return schedules.fired(name, from, to);
    }

    /**
     * Makes the jobs of instants that lie behind, all of them or none, whatever a pause says. One that has made a job
     * already makes no other; one that was missed or skipped, or whose job was cancelled, is made up for.
     *
     * <p>They run one after the other, in turn with those that the schedule makes by itself, unless it lets them overlap
     * or its jobs have an exclusion key of their own. Under {@code SKIP} and {@code QUEUE_ONE} they count as jobs that
     * have not ended, so that the schedule skips fires until they have; under {@code CANCEL_RUNNING} the next fire cancels
     * none of them, and its own job waits behind them.
     *
     * @param dues of {@link #instants}; some hundreds at once rather than thousands
     * @return those that are new, the oldest first; none if there is no schedule of that name
     */
    public List<Fire> backfill(String name, List<Instant> dues, String by) {
        Optional<StoredSchedule> schedule = find(name);
        if (schedule.isEmpty() || dues.isEmpty()) {
            return List.of();
        }
        ScheduleDefinition definition = schedule.get().effective();
        List<Fire> fires = schedules.backfill(name, FirePlanning.backfill(definition, dues, by));
        if (!fires.isEmpty()) {
            engine.fired(fires, definition.job());
        }
        return fires;
    }

    /** The schedule of that name as it stands in the store. Empty if there is none. */
    public Optional<StoredSchedule> find(String name) {
        return schedules.find(name);
    }

    /** All schedules, by name. */
    public List<StoredSchedule> list() {
        return schedules.list();
    }

    /** The latest fires of a schedule, the latest first. */
    public List<Fire> fires(String name, int limit) {
        return schedules.fires(name, limit);
    }

    /** Makes a flag known. It is on or off as {@code defaultOn} says, unless an operator has set it. */
    public void defineFlag(String name, boolean defaultOn) {
        schedules.defineFlag(name, defaultOn);
    }

    /** Sets a flag; null takes the override back. False if there is no such flag. */
    public boolean setFlag(String name, @Nullable Boolean on, String by) {
        return schedules.setFlag(name, on, by);
    }

    /** All flags, by name. */
    public List<Flag> flags() {
        return schedules.flags();
    }
}
