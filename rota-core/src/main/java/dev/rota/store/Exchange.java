package dev.rota.store;

import dev.rota.job.Job;
import java.util.List;
import java.util.Set;

/**
 * What a worker asks of the store in one round trip: these jobs are finished, give me others.
 *
 * @param workerId who asks; if the store has given it up as lost, nothing is claimed
 * @param finishes jobs whose attempts have ended
 * @param requests what it can take
 * @param excludedTypes types it has no handler for, but another worker has; usually empty
 */
public record Exchange(long workerId, List<Finish> finishes, List<ClaimRequest> requests, Set<String> excludedTypes) {
    public Exchange {
        finishes = List.copyOf(finishes);
        requests = List.copyOf(requests);
        excludedTypes = Set.copyOf(excludedTypes);
    }

    /**
     * Jobs that a worker could take.
     *
     * @param queues from any of these, by priority, then due time, then id; paused ones give nothing
     * @param limited true: only queues with a limit of concurrency or rate, which are counted under a lock; false: only
     *     queues without
     * @param most how many, at least 1
     */
    public record ClaimRequest(Set<String> queues, boolean limited, int most) {
        public ClaimRequest {
            queues = Set.copyOf(queues);
        }
    }

    /**
     * What the store answers.
     *
     * @param claimed the jobs that are the worker's now, in the order in which they should run
     * @param lost the finishes that changed nothing, because their lease was no longer the job's
     * @param unreadable jobs that are the worker's now too, but cannot be run
     */
    public record Answer(List<Job> claimed, List<Finish> lost, List<Unreadable> unreadable) {
        public static final Answer NOTHING = new Answer(List.of(), List.of());

        /** Makes an answer where all that was claimed can be read. */
        public Answer(List<Job> claimed, List<Finish> lost) {
            this(claimed, lost, List.of());
        }
    }

    /**
     * A claimed job of which the store holds what no job can have: somebody else has written it.
     *
     * @param job what of it can be read; the rest is made up
     * @param why what cannot be read, in words
     */
    public record Unreadable(Job job, String why) {}
}
