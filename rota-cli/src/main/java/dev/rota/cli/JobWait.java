package dev.rota.cli;

import java.time.Duration;
import java.time.Instant;

/** Waits until a job is over. */
final class JobWait {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RotaCommand rota;
    private final Target target;

    JobWait(RotaCommand rota, Target target) {
        this.rota = rota;
        this.target = target;
    }

    /**
     * Waits, and tells what became of it.
     *
     * @return the exit code: 0 if it succeeded, 3 if it failed or was cancelled
     * @throws CommandFailure if there is none, or time is up
     */
    int until(long id, Duration timeout) {
        Body job = over(id, timeout);
        String state = job.word("state");
        Printer printer = rota.printer();
        String reason = job.has("reason") ? ": " + Cell.printable(job.word("reason")) : "";
        printer.one(
                Long.toString(id),
                job,
                () -> printer.say("Job " + id + " " + (state.equals("cancelled") ? "was cancelled" : "has " + state)
                        + reason + "."));
        return state.equals("succeeded") ? ExitCode.DONE : ExitCode.ENDED_BADLY;
    }

    private Body over(long id, Duration timeout) {
        Instant start = target.now();
        while (true) {
            Body job = target.jobs().require(id);
            if (JobLogs.OVER.contains(job.word("state"))) {
                return job;
            }
            Duration left = timeout.minus(Duration.between(start, target.now()));
            if (left.isNegative() || left.isZero()) {
                throw new CommandFailure(
                        ExitCode.TIMED_OUT,
                        "Job " + id + " is " + job.word("state") + " after " + Moments.length(timeout)
                                + (job.has("waitingFor") ? ". " + job.text("waitingFor") : "."));
            }
            rota.surroundings().waiting().pass(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
    }
}
