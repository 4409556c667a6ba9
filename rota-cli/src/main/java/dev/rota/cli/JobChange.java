package dev.rota.cli;

import dev.rota.job.Amendment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be done to a job.
 *
 * @param action its name in the contract
 * @param value the queue, the priority or the tag that the job gets; null if there is nothing to be said
 * @param does as in "This deletes 3 jobs", with {@code %s} for the jobs
 * @param done what is true of a job afterwards
 * @param demand of which jobs it can be asked
 * @param destructive true if it cannot be taken back, so that it is always confirmed
 * @param reason why; null if nothing is said
 */
record JobChange(
        String action,
        @Nullable String value,
        String does,
        String done,
        String demand,
        boolean destructive,
        @Nullable String reason) {
    static final JobChange RETRY =
            plain("retry", "retries %s", "is queued again", "only a failed job can be retried", null);
    static final JobChange RUN_NOW =
            plain("run-now", "makes due %s", "is due now", "only a scheduled or retrying job can be made due", null);
    static final JobChange DELETE = new JobChange(
            "delete",
            null,
            "deletes %s",
            "is deleted",
            "only a job that has ended can be deleted, so cancel it first",
            true,
            null);

    static final JobChange CANCEL = plain(
            "cancel",
            "cancels %s",
            "is cancelled",
            "only a job that has not ended well can be cancelled",
            "cancelled on the command line");

    private static final String WAITS = "only a job that waits can be changed";

    private static JobChange plain(String action, String does, String done, String demand, @Nullable String reason) {
        return new JobChange(action, null, does, done, demand, false, reason);
    }

    /** @throws CommandFailure if no queue can have this name */
    static JobChange moved(String queue) {
        checked("--queue", new Amending(Amending.MOVE, queue));
        return new JobChange(
                Amending.MOVE,
                queue,
                "moves %s to queue " + quotable(queue),
                "is in queue " + queue,
                WAITS,
                false,
                null);
    }

    static JobChange prioritized(int priority) {
        return new JobChange(
                Amending.PRIORITIZE,
                String.valueOf(priority),
                "gives %s priority " + priority,
                "has priority " + priority,
                WAITS,
                false,
                null);
    }

    /** @throws CommandFailure if it is no tag */
    static JobChange tagged(String tag) {
        checked("--tag", new Amending(Amending.TAG, tag));
        return new JobChange(Amending.TAG, tag, "tags %s with " + quotable(tag), "has tag " + tag, WAITS, false, null);
    }

    private static void checked(String option, Amending amending) {
        try {
            Amendment unused = amending.of(List.of());
            assert unused != null;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, option + ": " + e.getMessage() + ".", e);
        }
    }

    private static String quotable(String value) {
        return value.replace("%", "%%");
    }

    /** The same for another reason; null leaves it as it is. */
    JobChange because(@Nullable String why) {
        return why == null ? this : new JobChange(action, value, does, done, demand, destructive, why);
    }

    /** As in "This deletes 3 jobs". */
    String sentence(String jobs) {
        return "This " + does.formatted(jobs);
    }

    /** What is told of a job. */
    String sentence(long id, Target.Outcome outcome) {
        if (outcome.why() != null) {
            return "Job " + id + " is left as it is: " + outcome.why() + ".";
        }
        return switch (outcome.change()) {
            case DONE -> "Job " + id + " " + Cell.printable(done) + ".";
            case REQUESTED -> "Job " + id + " runs: its worker was asked to cancel it.";
            case NOT_FOUND -> JobsCommand.noJob(id);
            case NOT_ALLOWED -> "Job " + id + " is " + outcome.state() + ": " + demand + ".";
        };
    }
}
