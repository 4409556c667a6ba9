package dev.rota.testing.contract;

import dev.rota.job.Attempt;
import dev.rota.job.BlockedBy;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job; its members change as the verbs are called. */
final class ModelJob {
    final long id;
    final List<Attempt.Outcome> attempts = new ArrayList<>();
    NewJob request;
    JobState state;
    Instant dueAt;

    /** Holds its exclusion key, or needs none. */
    boolean free;

    @Nullable
    BlockedBy blockedBy;

    int attempt;
    int crashes;
    int maxAttempts;
    long lease;
    long worker;
    boolean cancelRequested;

    ModelJob(long id, NewJob request, JobState state, Instant dueAt) {
        this.id = id;
        this.request = request;
        this.state = state;
        this.dueAt = dueAt;
        free = request.exclusion() == null;
        blockedBy = state == JobState.BLOCKED ? BlockedBy.EXCLUSION : null;
        maxAttempts = request.maxAttempts();
    }

    boolean isIn(JobState... states) {
        return Set.of(states).contains(state);
    }
}
