package dev.rota.systems.chat.jobs;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingRuns;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.common.JobWait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a person asks for housekeeping: one at a time, over all processes. Thread-safe. */
public final class HousekeepingDesk {
    private final Rota rota;
    private final HousekeepingRuns runs;
    private final JobWait wait;

    public HousekeepingDesk(Rota rota, HousekeepingRuns runs, JobWait wait) {
        this.rota = rota;
        this.runs = runs;
        this.wait = wait;
    }

    /**
     * What came of asking.
     *
     * @param jobId the job that was made, or the one that is in the way
     * @param accepted false when a housekeeping waits or runs already; then nothing was made
     */
    public record Answer(long jobId, boolean accepted) {}

    /**
     * How far a housekeeping has come.
     *
     * @param jobId its job
     * @param state of the job
     * @param run what is kept of it; null before it has begun
     * @param ended whether the job has ended
     */
    public record Progress(
            long jobId, JobState state, @Nullable HousekeepingRun run, boolean ended) {}

    /**
     * Makes a job, unless there is one already.
     *
     * @param by who asks, in words
     */
    public Answer ask(HousekeepingTask task, RunSource source, boolean dryRun, String by) {
        Optional<Job> live = live();
        if (live.isPresent()) {
            return new Answer(live.get().id(), false);
        }
        // Two who ask at the same moment have both seen none: the unique key decides between them, and the exclusion
        // key
        // between this job and one that a schedule has made since.
        Enqueued made = rota.job(ChatJobs.HOUSEKEEPING, new HousekeepingArgs(task.text(), source.text(), dryRun))
                .unique(UniqueKey.of("chat.housekeeping"))
                .exclusion(ChatJobs.ONE_AT_A_TIME)
                .tag("chat")
                .by(by)
                .enqueueAndTell();
        return new Answer(made.id(), made.fresh());
    }

    /** The housekeeping that runs, or else waits to. One that is due later, after a failure, counts as well. */
    public Optional<Job> live() {
        List<Job> jobs = rota.jobs()
                .list(Query.NEWEST
                        .type(ChatJobs.HOUSEKEEPING.name())
                        .states(JobState.RUNNING, JobState.QUEUED, JobState.BLOCKED, JobState.RETRYING));
        return jobs.stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .findFirst()
                .or(() -> jobs.stream().findFirst());
    }

    /**
     * Looks at a housekeeping when it has ended, or when the patience has.
     *
     * @return empty when there is none of that job id
     * @throws InterruptedException when the thread is interrupted
     */
    public Optional<Progress> await(long jobId, Duration patience) throws InterruptedException {
        return wait.await(jobId, patience)
                .filter(job -> job.type().equals(ChatJobs.HOUSEKEEPING.name()))
                .map(job -> new Progress(
                        jobId,
                        job.state(),
                        runs.ofJob(jobId).orElse(null),
                        job.state().isFinished()));
    }
}
