package dev.rota.cli;

import dev.rota.schedule.ScheduleDefinition;
import dev.rota.store.JobStore.Change;
import dev.rota.store.QueueStore.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What commands read and change, in the bodies of the REST contract. All that is known of where jobs stand is known behind
 * this interface.
 */
interface Target extends AutoCloseable {
    /** Where counting stops. */
    int COUNT_CAP = 10_000;

    /** What it is, for people, without password. */
    String describe();

    Instant now();

    Jobs jobs();

    Schedules schedules();

    Places places();

    Failures failures();

    Operations operations();

    Flags flags();

    Records records();

    Alerts alerts();

    /**
     * Tells from now on when something may have changed.
     *
     * @param topics of events of the contract, such as {@code queues} or {@code jobs:4711}
     * @param waiting for a place that tells no events
     */
    Changes changes(Set<String> topics, Waiting waiting);

    @Override
    void close();

    /** Jobs. */
    interface Jobs {
        /**
         * One page of jobs, the newest first: {@code items} and {@code page} with {@code next} and {@code limit}.
         *
         * @param query such as {@code queue:mail state:failed since:1h}; a database knows fewer keys than a server. Empty
         *     means all
         * @param limit 1 to 1000
         * @param cursor {@code next} of another page with the same filters; null for the first
         */
        Body page(String query, int limit, @Nullable String cursor);

        Optional<Body> find(long id);

        /**
         * The job of that id.
         *
         * @throws CommandFailure if there is none; it says what has become of it, as far as that is known
         */
        Body require(long id);

        /** The attempts of a job that there is, the first one first. */
        Body attempts(long id);

        /**
         * Where the thread of a running job stands: {@code frames}, the innermost first.
         *
         * @throws CommandFailure if its worker does not say so in time
         */
        Body stack(long id);

        /** Lines of its log, at most 1000. */
        Body log(long id, long after);

        /** How many jobs are in each state that is not over and failed, each counted up to {@link #COUNT_CAP} at the most. */
        Map<String, Count> counts();

        /**
         * Makes a job.
         *
         * @return the job, or the one that holds its unique key
         */
        Made enqueue(JobRequest request);

        /**
         * Does something to a job.
         *
         * @return {@code DONE} also if the job was so already, and nothing had to be done
         */
        Outcome change(long id, JobChange change);
    }

    /**
     * A number, which may stand for more.
     *
     * @param more true if counting stopped there
     */
    record Count(long value, boolean more) {
        String text() {
            return value + (more ? " or more" : "");
        }
    }

    /** A job, and whether it is a new one. */
    record Made(Body job, boolean fresh) {}

    /**
     * What a wish came to.
     *
     * @param state of the job that does not allow it; else null
     * @param why this job cannot have it, though its state would allow it; else null
     */
    record Outcome(
            Change change, @Nullable String state, @Nullable String why) {
        static Outcome of(Change change) {
            return new Outcome(change, null, null);
        }

        static Outcome notAllowedIn(String state) {
            return new Outcome(Change.NOT_ALLOWED, state, null);
        }

        /** What the job would be is not valid. */
        static Outcome notValid(IllegalArgumentException e) {
            return new Outcome(Change.NOT_ALLOWED, null, String.valueOf(e.getMessage()));
        }
    }

    /**
     * A job to make.
     *
     * @param args in JSON; null means none
     * @param at null if it is due after {@code delay}, or now
     * @param rejectDuplicate whether a held unique key is a conflict
     */
    record JobRequest(
            String type,
            @Nullable String args,
            @Nullable String queue,
            @Nullable Instant at,
            @Nullable Duration delay,
            @Nullable Integer priority,
            List<String> tags,
            @Nullable String uniqueKey,
            boolean rejectDuplicate,
            @Nullable String idempotencyKey) {}

    /** Schedules. */
    interface Schedules {
        /** All, by name. */
        Body list();

        Optional<Body> find(String name);

        /** The latest fires of a schedule that there is, the latest first. */
        Body fires(String name, int limit);

        /** Makes its job now. */
        Body run(String name);

        Body pause(String name, @Nullable String reason, @Nullable Instant until);

        Body resume(String name);

        /** What counts of a schedule, the override if there is one; for {@link #override}. */
        Optional<ScheduleDefinition> definition(String name);

        /** Makes a schedule, or changes it over what a program says. */
        Body override(ScheduleDefinition definition, @Nullable String reason);

        /** Lets a program's word count again. False if there was no override, or no program to go back to. */
        boolean revert(String name);

        /** Removes a schedule that there is, with its fires. */
        void remove(String name);

        /** What a backfill would come to: {@code count}, {@code fired} of them before, and the first {@code fires}. */
        Body previewBackfill(BackfillWish wish);

        /** Makes the jobs of instants that lie behind: an operation, without an {@code id} if it is over already. */
        Body backfill(BackfillWish wish);
    }

    /**
     * Which instants of a schedule that there is are to be made up for.
     *
     * @param from the first that may be among them
     * @param to what all of them lie before
     * @param max refused if there are more; null means 1000
     */
    record BackfillWish(
            String schedule,
            Instant from,
            Instant to,
            @Nullable Integer max,
            @Nullable String reason) {}

    /** Where jobs wait and run. */
    interface Places {
        Body queues();

        Body limit(String queue, Limits limits);

        Body pause(String queue, @Nullable String reason, @Nullable Instant until);

        Body resume(String queue);

        /** What is in each queue, by its {@code name}: {@code waiting}, {@code longestWait}, {@code running}, {@code workers}. */
        Body loads();

        /** How many jobs wait in a queue, to be deleted: {@code matched}. */
        Body purgePreview(String queue);

        /** Deletes, in the background, what waits in a queue: an operation. */
        Body purge(String queue, @Nullable String reason);

        Body workers();

        /** Those of these queues in which jobs are due and wait. */
        Set<String> waiting(List<String> queues);

        /** Asks a worker that there is to claim nothing more, or to go on. */
        Body drain(long worker, boolean draining, @Nullable String reason);

        /** Asks a worker that there is to stop when its jobs have ended. */
        Body stop(long worker, @Nullable String reason);

        /** Gives a worker that there is other slots for some of its queues. */
        Body giveSlots(long worker, Map<String, Integer> slots, @Nullable String reason);
    }

    /** Failures that are alike, each group by its fingerprint. */
    interface Failures {
        /**
         * Groups, the one that failed last first.
         *
         * @param tab {@code failed}, {@code retrying} or {@code all}
         * @param limit 1 to 200
         */
        Body list(String tab, int limit);

        /** A {@code group}, its {@code stackTrace} and its {@code hours}. */
        Optional<Body> find(String fingerprint);

        /** Says nothing more about a group that there is, until something of this is reached, or somebody ends it. */
        Body mute(String fingerprint, Muting muting);

        /** Says again what a group that there is does. */
        Body unmute(String fingerprint);

        /**
         * Says that a group that there is was repaired.
         *
         * @param version in which; null means now
         */
        Body resolve(String fingerprint, @Nullable String version);
    }

    /** For how long nothing is said about a group: until whatever is reached first. */
    record Muting(
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Long failures,
            @Nullable String version) {}

    /** What is done to many jobs at once, by a server. */
    interface Operations {
        /** The newest first; {@code limit} is 1 to 200. */
        Body list(int limit);

        Optional<Body> find(long id);

        /** Asks one that there is to end. */
        Body stop(long id);

        /** False if nobody here works through what is begun. */
        boolean canBegin();

        /**
         * What an operation would be about: {@code matched}, {@code eligible}, {@code notEligible}, a {@code sample}, and
         * {@code asOf}, the time at which it was so.
         */
        Body preview(OperationWish wish);

        /** Begins an operation, which goes on by itself. */
        Body begin(OperationWish wish);
    }

    /**
     * What is to be done to all jobs that match.
     *
     * @param action as for one job
     * @param value the queue, the priority or the tag that each gets; null if there is nothing to be said
     * @param query as for a page of jobs; not empty
     * @param asOf only jobs that were enqueued until then; null for now
     * @param max how many at the most; null means all
     */
    record OperationWish(
            String action,
            @Nullable String value,
            String query,
            @Nullable Instant asOf,
            @Nullable String reason,
            @Nullable Integer max) {
        OperationWish asOf(@Nullable Instant time) {
            return new OperationWish(action, value, query, time, reason, max);
        }
    }

    /** What schedules depend on. */
    interface Flags {
        /** All, by name. */
        Body list();

        /**
         * Sets a flag that there is.
         *
         * @param on null goes back to what the program says
         */
        Body set(String name, @Nullable Boolean on, @Nullable String reason);
    }

    /** What a server sees the matter with, and whom it tells. */
    interface Alerts {
        /** {@code channels}, {@code kinds} and {@code conditions}. */
        Body show();

        /** What was told, the latest first; {@code limit} is 1 to 200. */
        Body deliveries(int limit);

        /** Tells a channel something harmless: the {@code jobId} that does. */
        Body test(String channel);
    }

    /** What happened. */
    interface Records {
        /** Who did what, the newest first. */
        Body audit(AuditWish wish);

        /**
         * Figures by type.
         *
         * @param over {@code 1h}, {@code 24h}, {@code 7d} or {@code 30d}
         * @param queue null for all
         */
        Body stats(String over, @Nullable String queue);
    }

    /**
     * Which entries of the audit are meant; null does not restrict.
     *
     * @param action with which the action begins, such as {@code job.}
     * @param target such as {@code job:4711}
     * @param limit 1 to 200
     */
    record AuditWish(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String target,
            @Nullable Instant since,
            int limit) {}
}
