package dev.rota.store;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, live and finished. Nothing here changes anything. */
public interface JobArchive {
    /** A job, live or finished. */
    Optional<Job> find(long jobId);

    /** The attempts of a job, the first one first, the running one included. */
    List<Attempt> attempts(long jobId);

    /** Lines of a job's log after {@code afterSeq}, at most {@code limit}, in order. */
    List<LogLine> log(long jobId, long afterSeq, int limit);

    /** Jobs, the newest first. */
    List<Job> list(Query query);

    /** How many jobs are in each live state and failed, each counted up to {@code cap} at the most. */
    Map<JobState, Long> counts(int cap);

    /** How long the job that is due and waits longest in a queue has been due, for each queue in which one waits. */
    Map<String, Duration> longestWaits();

    /** What a waiting job waits for, in words; empty if it does not wait. */
    Optional<String> whyWaiting(long jobId);

    /**
     * Which jobs to list. A null or empty member does not restrict.
     *
     * @param states in any of these
     * @param type the name of a type
     * @param queue the name of a queue
     * @param tag with this tag
     * @param schedule made by this schedule
     * @param beforeId only ids below this: the id of the last job of the page before
     * @param limit 1 to 1,000
     */
    record Query(
            Set<JobState> states,
            @Nullable String type,
            @Nullable String queue,
            @Nullable String tag,
            @Nullable String schedule,
            @Nullable Long beforeId,
            int limit) {
        /** The newest 50. */
        public static final Query NEWEST = new Query(Set.of(), null, null, null, null, null, 50);

        public Query {
            states = Set.copyOf(states);
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
            }
        }

        public Query states(JobState... newStates) {
            return new Query(Set.of(newStates), type, queue, tag, schedule, beforeId, limit);
        }

        public Query type(@Nullable String newType) {
            return new Query(states, newType, queue, tag, schedule, beforeId, limit);
        }

        public Query queue(@Nullable String newQueue) {
            return new Query(states, type, newQueue, tag, schedule, beforeId, limit);
        }

        public Query tag(@Nullable String newTag) {
            return new Query(states, type, queue, newTag, schedule, beforeId, limit);
        }

        public Query schedule(@Nullable String newSchedule) {
            return new Query(states, type, queue, tag, newSchedule, beforeId, limit);
        }

        public Query before(@Nullable Long newBeforeId) {
            return new Query(states, type, queue, tag, schedule, newBeforeId, limit);
        }

        public Query limit(int newLimit) {
            return new Query(states, type, queue, tag, schedule, beforeId, newLimit);
        }
    }
}
