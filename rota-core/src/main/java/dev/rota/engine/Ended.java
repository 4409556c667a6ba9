package dev.rota.engine;

import dev.rota.job.JobError;
import dev.rota.job.Progress;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An attempt that has ended, and is to be written.
 *
 * @param ran how long the worker held the job
 * @param log where lines are that are not written yet
 * @param hide takes what is secret for this job out of a text
 */
record Ended(Finish finish, Duration ran, LogBuffer log, UnaryOperator<String> hide) {
    /** What has become of an attempt. */
    static Ended of(RunningJob job, Finish finish) {
        return new Ended(finish, job.ran(), job.logBuffer(), job.hide());
    }

    /** What was counted, if the job stays among the live ones: the others take it along to the history. */
    Optional<ProgressNote> progressToKeep() {
        Progress progress = finish.progress();
        boolean moves =
                finish.transition() instanceof Transition.Succeed || finish.transition() instanceof Transition.Cancel;
        return progress == null || moves
                ? Optional.empty()
                : Optional.of(new ProgressNote(finish.job().id(), finish.job().lease(), progress));
    }

    /** The same, where the store refused to write how it ended. */
    Ended refused(RuntimeException why) {
        JobError error = JobErrors.asked(
                "OutcomeRefused",
                hide.apply(String.valueOf(why.getMessage())),
                finish.job().type());
        return new Ended(
                new Finish(finish.job(), new Transition.Fail(error, "its outcome could not be stored"), null),
                ran,
                log,
                hide);
    }
}
