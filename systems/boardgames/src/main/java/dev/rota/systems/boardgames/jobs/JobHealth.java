package dev.rota.systems.boardgames.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Whether the jobs do what they should.
 *
 * @param running whether they are run at all
 * @param totalJobs how many there are
 * @param enabledJobs how many of them run by schedule
 * @param lagSeconds how late the latest of them is; 0 when none is
 * @param late jobs that are later than two of their intervals
 * @param withoutHandler jobs whose code this program does not have
 * @param lastFailures the last failure of each job that has failed
 */
public record JobHealth(
        boolean running,
        int totalJobs,
        int enabledJobs,
        long lagSeconds,
        List<String> late,
        List<String> withoutHandler,
        Map<String, Failure> lastFailures) {
    public JobHealth {
        late = List.copyOf(late);
        withoutHandler = List.copyOf(withoutHandler);
        lastFailures = Map.copyOf(lastFailures);
    }

    /** When a run failed and why. */
    public record Failure(Instant at, String error) {}

    /** False when a job is late. */
    public boolean healthy() {
        return late.isEmpty();
    }
}
