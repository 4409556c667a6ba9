package dev.rota.cli;

import dev.rota.job.JobState;
import dev.rota.store.JobStore.Change;

/**
 * One thing that may be done to a job.
 *
 * @param verb as in "This {@code deletes} 3 jobs"
 * @param done what is true of a job afterwards
 * @param demand of which jobs it can be asked
 * @param destructive true if it cannot be taken back, so that it is always confirmed
 * @param deed does it
 */
record JobChange(String verb, String done, String demand, boolean destructive, Deed deed) {
    static JobChange retry(String by) {
        return new JobChange(
                "retries",
                "is queued again",
                "only a failed job can be retried",
                false,
                (target, id) -> target.retry(id, by));
    }

    static JobChange cancel(String by, String reason) {
        return new JobChange(
                "cancels",
                "is cancelled",
                "only a job that has not ended well can be cancelled",
                false,
                (target, id) -> target.cancel(id, by, reason));
    }

    static JobChange runNow(String by) {
        return new JobChange(
                "makes due",
                "is due now",
                "only a scheduled or retrying job can be made due",
                false,
                (target, id) -> target.runNow(id, by));
    }

    static JobChange delete(String by) {
        return new JobChange(
                "deletes",
                "is deleted",
                "only a job that has ended can be deleted, so cancel it first",
                true,
                (target, id) -> target.delete(id, by));
    }

    /** What is told of a job that was in this state before. */
    String sentence(long id, Change change, JobState before) {
        return switch (change) {
            case DONE -> "Job " + id + " " + done + ".";
            case REQUESTED -> "Job " + id + " runs: its worker was asked to cancel it.";
            case NOT_FOUND -> JobsCommand.noJob(id);
            case NOT_ALLOWED -> "Job " + id + " is " + Words.of(before) + ": " + demand + ".";
        };
    }

    /** Does something to one job. */
    interface Deed {
        Change apply(Target target, long id);
    }
}
