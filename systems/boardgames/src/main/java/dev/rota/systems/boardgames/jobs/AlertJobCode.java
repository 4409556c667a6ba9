package dev.rota.systems.boardgames.jobs;

import dev.rota.job.JobContext;

/** What a job does. Must be thread-safe. */
@FunctionalInterface
public interface AlertJobCode {
    /**
     * Runs once. To return is to succeed, to throw is to fail; the next run comes at its time either way.
     *
     * @throws Exception to fail
     */
    void run(JobContext job) throws Exception;
}
