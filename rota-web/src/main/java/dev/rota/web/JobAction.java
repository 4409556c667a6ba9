package dev.rota.web;

import dev.rota.Jobs;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobStore.Change;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people do to one job, by the same name on a button, in a URL and on the command line. */
enum JobAction {
    RETRY("retry", Scope.JOBS_WRITE),
    RUN_NOW("run-now", Scope.JOBS_WRITE),
    CANCEL("cancel", Scope.JOBS_WRITE),
    DELETE("delete", Scope.JOBS_DELETE);

    private final String word;
    private final Scope scope;

    JobAction(String word, Scope scope) {
        this.word = word;
        this.scope = scope;
    }

    String word() {
        return word;
    }

    Scope scope() {
        return scope;
    }

    /** True if it cannot be taken back, so that people are asked twice. */
    boolean last() {
        return this == DELETE;
    }

    /** As a button says it. */
    String label() {
        return Labels.capitalized(word.replace('-', ' '));
    }

    static Optional<JobAction> of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }

    /** What a job in this state allows. */
    static List<JobAction> allowedIn(JobState state) {
        return switch (state) {
            case SCHEDULED, RETRYING -> List.of(RUN_NOW, CANCEL);
            case QUEUED, BLOCKED, RUNNING -> List.of(CANCEL);
            case FAILED -> List.of(RETRY, CANCEL, DELETE);
            case SUCCEEDED, CANCELLED -> List.of(DELETE);
        };
    }

    /**
     * Does it.
     *
     * @throws Problem if there is no such job, or its state does not allow it
     */
    Change apply(Jobs jobs, long id, String by, @Nullable String reason) {
        Change change = attempt(jobs, id, by, reason);
        if (change == Change.NOT_FOUND) {
            throw Problem.notFound("job", id);
        }
        if (change == Change.NOT_ALLOWED) {
            Job job = jobs.find(id).orElseThrow(() -> Problem.notFound("job", id));
            throw Problem.wrongState(
                    id,
                    word,
                    Problem.lower(job.state()),
                    allowedIn(job.state()).stream().map(JobAction::word).toList());
        }
        return change;
    }

    Change attempt(Jobs jobs, long id, String by, @Nullable String reason) {
        return switch (this) {
            case RETRY -> jobs.retry(id, by, reason);
            case RUN_NOW -> jobs.runNow(id, by, reason);
            case CANCEL -> jobs.cancel(id, by, reason == null ? "cancelled by " + by : reason);
            case DELETE -> jobs.delete(id, by, reason);
        };
    }
}
