package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.Progress;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;

/** Tells listeners what became of a job. */
final class Outcomes {
    private Outcomes() {}

    /**
     * Tells what a finish that has been written means.
     *
     * @param ran how long the worker held the job
     */
    static void tell(Events events, Finish finish, Duration ran) {
        events.tell(event(finish, ran));
    }

    /** The end of a job that cannot be run, because it cannot be read. */
    static Finish unreadable(Exchange.Unreadable unreadable) {
        Job job = unreadable.job();
        JobError error = JobErrors.asked("UnreadableJob", unreadable.why(), job.type());
        return new Finish(job, new Transition.Fail(error, "it cannot be read"), null);
    }

    private static RotaEvent event(Finish finish, Duration ran) {
        Job job = finish.job();
        Transition to = finish.transition();
        if (to instanceof Transition.Succeed) {
            Progress progress = finish.progress() == null ? Progress.NONE : finish.progress();
            return new RotaEvent.Succeeded(job.id(), job.type(), job.queue(), job.attempt(), ran, progress);
        }
        if (to instanceof Transition.Retry retry) {
            return new RotaEvent.Retrying(
                    job.id(), job.type(), job.queue(), job.attempt(), ran, retry.delay(), retry.error());
        }
        if (to instanceof Transition.Fail fail) {
            return new RotaEvent.Failed(job.id(), job.type(), job.queue(), job.attempt(), ran, fail.error());
        }
        if (to instanceof Transition.Cancel cancel) {
            return new RotaEvent.Cancelled(job.id(), job.type(), job.queue(), cancel.reason());
        }
        if (to instanceof Transition.Snooze snooze) {
            return new RotaEvent.Snoozed(job.id(), job.type(), job.queue(), snooze.delay(), snooze.reason());
        }
        if (to instanceof Transition.Release release) {
            return new RotaEvent.Released(job.id(), job.type(), job.queue(), release.reason());
        }
        return new RotaEvent.Parked(job.id(), job.type(), job.queue());
    }
}
