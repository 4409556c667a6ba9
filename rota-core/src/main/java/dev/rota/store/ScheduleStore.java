package dev.rota.store;

import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules, their fires, and the flags they depend on. */
public interface ScheduleStore {
    /** In place of a version: there is no schedule of that name. */
    long ABSENT = 0;

    /**
     * Stores what the code says. An override by an operator stays. The next fire is planned anew if the trigger or the
     * bounds have changed, and kept if not, so that a restart loses no fire.
     *
     * <p>With an application these are all of its definitions: a schedule that the same application defined before, and
     * does not any more, is orphaned: it stays, with its history, but fires no more until it is defined again or
     * overridden by an operator. Several applications may share a database, each under its own name. A process defines
     * once, when it starts, so that while a new version replaces an old one, the one that started last counts.
     *
     * @param application whose definitions these are, all of them; null if they are some definitions that belong to no
     *     application and orphan none
     * @param planner where the next fire comes from
     */
    void define(@Nullable String application, List<ScheduleDefinition> definitions, FirePlanner planner);

    /** The same for definitions that belong to no application. */
    default void define(List<ScheduleDefinition> definitions, FirePlanner planner) {
        define(null, definitions, planner);
    }

    /**
     * Stores what an operator says; counts from now on. Makes the schedule if there is none of that name. One that is
     * orphaned becomes the operator's: it fires again, and what the code said of it is forgotten.
     *
     * @param by who, when and why
     * @param version that it must have, so that of several who change the same version one gets through; {@link #ABSENT}
     *     if there must be none of that name; null for any
     * @return false if it has another version, and nothing is changed
     */
    boolean override(
            ScheduleDefinition definition, StoredSchedule.Change by, FirePlanner planner, @Nullable Long version);

    /** The same whatever its version. */
    default void override(ScheduleDefinition definition, StoredSchedule.Change by, FirePlanner planner) {
        override(definition, by, planner, null);
    }

    /**
     * Takes an override back, so that the code counts again.
     *
     * @param version that it must have; null for any
     * @return false if there was none, or no code to go back to, or it has another version
     */
    boolean revert(String name, FirePlanner planner, @Nullable Long version);

    /** The same whatever its version. */
    default boolean revert(String name, FirePlanner planner) {
        return revert(name, planner, null);
    }

    /**
     * Removes a schedule with its fires; jobs that it has made stay.
     *
     * @param version that it must have; null for any
     * @return false if there is none of that name, or it has another version
     */
    boolean remove(String name, @Nullable Long version);

    /** The same whatever its version. */
    default boolean remove(String name) {
        return remove(name, null);
    }

    /**
     * Pauses it; what falls due meanwhile is skipped, whenever it is dealt with. A pause that has not ended is changed,
     * and lasts since it began; one that has ended is kept beside the new one as long as something is due that may have
     * fallen due in it.
     *
     * @param version that it must have; null for any
     * @return false if there is none of that name, or it has another version
     */
    boolean pause(String name, StoredSchedule.Pause pause, @Nullable Long version);

    /** The same whatever its version. */
    default boolean pause(String name, StoredSchedule.Pause pause) {
        return pause(name, pause, null);
    }

    /**
     * Ends a pause. As long as something is due that may have fallen due in it, the schedule still tells of the pause that
     * has ended.
     *
     * @param version that it must have; null for any
     * @return false if there is none of that name, it is not paused, or it has another version
     */
    boolean resume(String name, @Nullable Long version);

    /** The same whatever its version. */
    default boolean resume(String name) {
        return resume(name, null);
    }

    Optional<StoredSchedule> find(String name);

    /** All schedules, by name. */
    List<StoredSchedule> list();

    /** Some of the schedules, by name. */
    List<StoredSchedule> list(Part part);

    /**
     * Schedules whose next fire is due at this time or before it, paused ones included, the one that is due first first.
     *
     * @param limit 1 to 1,000
     */
    List<StoredSchedule> soonest(Instant until, int limit);

    /** The latest fires of a schedule, the latest first. */
    List<Fire> fires(String name, int limit);

    /**
     * The latest fires of several schedules, for each of them that has any the latest first.
     *
     * @param each how many of each schedule, 1 to 400
     */
    Map<String, List<Fire>> latestFires(Collection<String> names, int each);

    /**
     * Fires what is due: for each schedule, in one transaction, the fires, the jobs and the next fire. With any number
     * of workers each fire makes one job.
     *
     * @param limit how many schedules at the most
     */
    List<Fire> fireDue(int limit, FirePlanner planner);

    /**
     * Makes the job of a schedule now, whatever its trigger and pause say. The fire is kept with its job.
     *
     * @return empty if there is none of that name
     */
    Optional<Fire> runNow(String name, String by);

    /**
     * Fires for instants that lie behind, all of them or none. One that has made a job already makes no other, however
     * often this is asked; one that was missed or skipped, or whose job was cancelled, is made up for.
     *
     * @param fires with the jobs to make
     * @return those that are new, the oldest first; none if there is no schedule of that name
     */
    List<Fire> backfill(String name, List<PlannedFire> fires);

    /** The instants from {@code from} up to, but not at, {@code to} that have made a job which was not cancelled. */
    Set<Instant> fired(String name, Instant from, Instant to);

    /** When the next fire is due, of all schedules, paused ones included; empty if there is none. */
    Optional<Instant> nextFireAt();

    /** Makes a flag known; an override by an operator stays. */
    void defineFlag(String name, boolean defaultOn);

    /**
     * Sets a flag.
     *
     * @param on null takes the override back
     * @return false if there is no such flag
     */
    boolean setFlag(String name, @Nullable Boolean on, String by);

    /** All flags, by name. */
    List<Flag> flags();

    /** Decides what a schedule does. Pure, so that it may be called again when a transaction had to give way. */
    interface FirePlanner {
        /** When a definition that is new or changed at {@code now} fires first; null if never. */
        @Nullable
        Instant first(ScheduleDefinition definition, Instant now);

        /** What becomes of the instants that are due at {@code now}. */
        Plan plan(Due due, Instant now);
    }

    /**
     * A schedule that is due.
     *
     * @param schedule its next fire is not after now
     * @param flagOn false if it depends on a flag that is off
     * @param live those of its jobs that have not ended which its overlap policy asks about, the oldest first: none for
     *     {@code ALLOW}, one for {@code SKIP}, one that waits for {@code QUEUE_ONE}, all for {@code CANCEL_RUNNING}
     */
    record Due(StoredSchedule schedule, boolean flagOn, List<LiveJob> live) {}

    /**
     * A job of a schedule that has not ended.
     *
     * @param running false if it waits, for whatever
     * @param note that of its fire, which tells a job of a backfill; null if there is none, or for any other policy than
     *     {@code CANCEL_RUNNING}
     */
    record LiveJob(long id, boolean running, @Nullable String note) {}

    /**
     * A page of the schedules.
     *
     * @param after the name that the page before ended with; null for the first page
     * @param find only those in whose names this stands, capitals or not; null for all
     * @param tag only those whose jobs have this tag, as they count now; null for all
     * @param limit 1 to 1,000
     */
    record Part(
            @Nullable String after,
            @Nullable String find,
            @Nullable String tag,
            int limit) {
        public Part {
            requireLimit(limit);
        }
    }

    /** @throws IllegalArgumentException if so many schedules are not given at a time */
    static void requireLimit(int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
        }
    }

    /**
     * What becomes of a schedule that is due.
     *
     * @param fires what is kept, the oldest first
     * @param cancel jobs to cancel
     * @param nextFireAt when it is due next; null if never again
     */
    record Plan(
            List<PlannedFire> fires,
            List<Long> cancel,
            @Nullable Instant nextFireAt) {}

    /**
     * One instant that was due.
     *
     * @param job what is enqueued; null if it was missed or skipped
     */
    record PlannedFire(
            Instant dueAt,
            Fire.Outcome outcome,
            @Nullable NewJob job,
            @Nullable String note) {}
}
