package dev.rota.systems.boardgames.jobs;

import dev.rota.job.Job;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobState;
import dev.rota.job.OutcomeRequest;
import dev.rota.systems.boardgames.jobs.ExecutionTable.Begin;
import java.util.Optional;
import java.util.function.LongFunction;

/** Runs the jobs by their names. */
public final class AlertJobHandler implements JobHandler<AlertJobArgs> {
    private final JobTable jobs;
    private final ExecutionTable executions;
    private final AlertJobCodes codes;
    private final LongFunction<Optional<Job>> find;

    /** @param find how to look up a job of Rota's */
    AlertJobHandler(AlertJobParts parts, LongFunction<Optional<Job>> find) {
        this.jobs = parts.jobs();
        this.executions = parts.executions();
        this.codes = parts.codes();
        this.find = find;
    }

    @Override
    public void run(AlertJobArgs args, JobContext job) throws Exception {
        AlertJobCode code = code(args, job);
        endWhatDied(args.name(), job);
        Begin begin =
                new Begin(args.name(), job.id(), args.source(), job.clock().instant());
        long id = executions
                .begin(begin)
                .orElseThrow(() -> job.cancel("Skipped: " + args.name() + " is running already"));
        try {
            code.run(job);
            executions.finish(id, begin, null, job.clock().instant());
        } catch (OutcomeRequest | InterruptedException e) {
            // Neither success nor failure: what was cancelled, put off or stopped is no run that counts.
            executions
                    .ofJob(job.id())
                    .ifPresent(run -> executions.interrupt(run, job.clock().instant()));
            throw e;
        } catch (Exception e) {
            executions.finish(id, begin, e, job.clock().instant());
            throw e;
        } finally {
            jobs.deleteRemoved(args.name());
        }
    }

    private AlertJobCode code(AlertJobArgs args, JobContext job) {
        if (args.source().equals(AlertJobs.BY_SCHEDULE) && !jobs.running()) {
            throw job.cancel("The alert jobs are stopped");
        }
        if (jobs.find(args.name()).isEmpty()) {
            throw job.cancel("The job " + args.name() + " has been removed");
        }
        return codes.of(args.name())
                .orElseThrow(() -> job.cancel("This program has no code for the job " + args.name()));
    }

    /** A run whose process died is still noted as running; its job of Rota's is this one, or does not run any more. */
    private void endWhatDied(String name, JobContext job) {
        executions.running(name).ifPresent(run -> {
            boolean alive = run.jobId() != job.id()
                    && find.apply(run.jobId())
                            .filter(other -> other.state() == JobState.RUNNING)
                            .isPresent();
            if (!alive) {
                executions.interrupt(run, job.clock().instant());
            }
        });
    }
}
