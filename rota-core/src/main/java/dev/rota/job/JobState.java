package dev.rota.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a job, and the only legal transitions between states.
 *
 * <p>A job that is due but was put off earlier needs no write to become due: a {@link #SCHEDULED} or {@link #RETRYING}
 * job whose time has come is shown as {@link #QUEUED}.
 */
public enum JobState {
    /** Waits for its time. */
    SCHEDULED,
    /** Due, waits for a free slot of a worker. */
    QUEUED,
    /** Waits for an exclusion key to become free, or for a worker that has a handler for its type. */
    BLOCKED,
    /** Claimed by a worker. */
    RUNNING,
    /** Failed, and waits for its next attempt. */
    RETRYING,
    /** Ended well. */
    SUCCEEDED,
    /** Ended badly: attempts used up, failed without retry, or crashed too often. May be retried by hand. */
    FAILED,
    /** Ended because somebody, or the handler itself, cancelled it. */
    CANCELLED;

    private static final Set<JobState> LIVE = Set.copyOf(EnumSet.range(SCHEDULED, RETRYING));

    /** True if a job in this state will never change again by itself: succeeded, failed or cancelled. */
    public boolean isFinished() {
        return !LIVE.contains(this);
    }

    /** The states of jobs that have not ended: scheduled, queued, blocked, running, retrying. */
    public static Set<JobState> live() {
        return LIVE;
    }

    /** The states that this one may become. The same state is not among them. */
    public Set<JobState> next() {
        return switch (this) {
            case SCHEDULED, RETRYING -> EnumSet.of(RUNNING, QUEUED, BLOCKED, CANCELLED);
            case QUEUED -> EnumSet.of(RUNNING, SCHEDULED, BLOCKED, CANCELLED);
            case BLOCKED -> EnumSet.of(QUEUED, CANCELLED);
            case RUNNING -> EnumSet.of(SUCCEEDED, RETRYING, FAILED, CANCELLED, SCHEDULED, QUEUED);
            case FAILED -> EnumSet.of(QUEUED, CANCELLED);
            case SUCCEEDED, CANCELLED -> EnumSet.noneOf(JobState.class);
        };
    }

    /** True if a job in this state may become {@code next}. */
    public boolean mayBecome(JobState next) {
        return next().contains(next);
    }
}
