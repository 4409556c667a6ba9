package dev.rota.cli;

import dev.rota.schedule.ScheduleDefinition;
import dev.rota.store.JobStore.Change;
import dev.rota.store.QueueStore.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        /** The attempts of a job that there is, the first one first. */
        Body attempts(long id);

        /** Where the thread of a running job stands: {@code frames}, the innermost first. */
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
         * @param action {@code retry}, {@code cancel}, {@code run-now} or {@code delete}
         */
        Outcome change(long id, String action, @Nullable String reason);
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
     */
    record Outcome(Change change, @Nullable String state) {}

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
    }

    /** Where jobs wait and run. */
    interface Places {
        Body queues();

        Body limit(String queue, Limits limits);

        Body pause(String queue, @Nullable String reason, @Nullable Instant until);

        Body resume(String queue);

        Body workers();

        /** Asks a worker that there is to claim nothing more, or to go on. */
        Body drain(long worker, boolean draining);
    }
}
