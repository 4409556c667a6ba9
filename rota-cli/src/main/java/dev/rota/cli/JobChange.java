package dev.rota.cli;

import org.jspecify.annotations.Nullable;

/**
 * One thing that may be done to a job.
 *
 * @param action its name in the contract
 * @param verb as in "This {@code deletes} 3 jobs"
 * @param done what is true of a job afterwards
 * @param demand of which jobs it can be asked
 * @param destructive true if it cannot be taken back, so that it is always confirmed
 * @param reason why; null if nothing is said
 */
record JobChange(
        String action,
        String verb,
        String done,
        String demand,
        boolean destructive,
        @Nullable String reason) {
    static final JobChange RETRY =
            new JobChange("retry", "retries", "is queued again", "only a failed job can be retried", false, null);
    static final JobChange RUN_NOW = new JobChange(
            "run-now", "makes due", "is due now", "only a scheduled or retrying job can be made due", false, null);
    static final JobChange DELETE = new JobChange(
            "delete",
            "deletes",
            "is deleted",
            "only a job that has ended can be deleted, so cancel it first",
            true,
            null);

    static final JobChange CANCEL = new JobChange(
            "cancel",
            "cancels",
            "is cancelled",
            "only a job that has not ended well can be cancelled",
            false,
            "cancelled on the command line");

    /** The same for another reason; null leaves it as it is. */
    JobChange because(@Nullable String why) {
        return why == null ? this : new JobChange(action, verb, done, demand, destructive, why);
    }

    /** What is told of a job. */
    String sentence(long id, Target.Outcome outcome) {
        return switch (outcome.change()) {
            case DONE -> "Job " + id + " " + done + ".";
            case REQUESTED -> "Job " + id + " runs: its worker was asked to cancel it.";
            case NOT_FOUND -> JobsCommand.noJob(id);
            case NOT_ALLOWED -> "Job " + id + " is " + outcome.state() + ": " + demand + ".";
        };
    }
}
