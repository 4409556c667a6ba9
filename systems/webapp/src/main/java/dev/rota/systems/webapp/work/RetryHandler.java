package dev.rota.systems.webapp.work;

import dev.rota.Jobs;
import dev.rota.job.Job;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JsonMatch;
import dev.rota.systems.webapp.app.FailedTasks;
import dev.rota.systems.webapp.app.NewsletterDelivery;
import dev.rota.systems.webapp.task.TaskTypes;
import java.util.Optional;

/**
 * Queues the jobs of failed tasks again, under the same ids and with their history. A job that somebody has queued again
 * already is left alone; one that retention or an administrator has deleted makes its task a dead one. Ends newsletters
 * whose recipients wait in vain, all jobs that served them being over.
 */
final class RetryHandler implements JobHandler<Void> {
    private static final String WHO = "webapp.retry-failed-tasks";

    private final FailedTasks failed;
    private final NewsletterDelivery newsletters;
    private final Jobs jobs;

    RetryHandler(FailedTasks failed, NewsletterDelivery newsletters, Jobs jobs) {
        this.failed = failed;
        this.newsletters = newsletters;
        this.jobs = jobs;
    }

    @Override
    public void run(Void nothing, JobContext job) {
        for (long id : failed.due(job.clock().instant())) {
            job.throwIfCancelled();
            if (jobs.retry(id, WHO) == Change.DONE) {
                job.progress().ok();
            } else {
                leave(jobs.find(id), id);
            }
        }
        newsletters.sending().stream().filter(id -> !served(id)).forEach(newsletters::giveUp);
    }

    /** Whether a batch of the newsletter is live, or is to be retried here. */
    private boolean served(long newsletter) {
        Query batches = Query.NEWEST
                .type(TaskTypes.NEWSLETTER_BATCH.name())
                .args(new JsonMatch("newsletterId", String.valueOf(newsletter)));
        return !jobs.list(batches.states(JobState.live()).limit(1)).isEmpty()
                || jobs.list(batches.states(JobState.FAILED).limit(1000)).stream()
                        .anyMatch(job -> failed.waits(job.id()));
    }

    private void leave(Optional<Job> found, long id) {
        JobState state = found.map(Job::state).orElse(JobState.CANCELLED);
        if (state == JobState.SUCCEEDED) {
            failed.succeeded(id);
        } else if (state == JobState.CANCELLED) {
            failed.dead(id);
        }
    }
}
