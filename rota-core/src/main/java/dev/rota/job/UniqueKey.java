package dev.rota.job;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that at most one job of a type holds at a time. A job lets its key go when it comes into a state that is not among
 * {@code states}; so does one that fails, unless {@link JobState#FAILED} is among them. When that one is retried by hand it
 * takes the key again if it is free, and runs without it, beside the other job, if another holds it by then.
 *
 * <p>On PostgreSQL nobody knows whether a key is held while a transaction that took it is open: who enqueues another job
 * with it waits until that transaction ends. This holds up no job without a unique key.
 *
 * @param key 1 to 200 characters
 * @param period for how long after enqueueing the key is held, while the job is in one of {@code states}: more than zero, up
 *     to 36,500 days; null means for as long as the job is in one of them
 * @param states the states in which a job holds its key; {@link JobState#live()} unless set
 * @param onConflict what happens to a second job
 */
public record UniqueKey(String key, @Nullable Duration period, Set<JobState> states, OnConflict onConflict) {
    public UniqueKey {
        if (key.isEmpty() || key.length() > 200) {
            throw new IllegalArgumentException("Unique key has " + key.length() + " characters, expected 1 to 200");
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("Unique key \"" + key + "\" counts no state, expected at least one");
        }
        if (period != null && (period.isNegative() || period.isZero())) {
            throw new IllegalArgumentException("Period of unique key is " + period + ", expected more than zero");
        }
        if (period != null) {
            Bounds.length("Period of unique key", period);
        }
        states = Set.copyOf(states);
    }

    /** Held while the job is live; a second job is not enqueued, and the id of the first is returned. */
    public static UniqueKey of(String key) {
        return new UniqueKey(key, null, JobState.live(), OnConflict.KEEP);
    }

    /**
     * Held for {@code newPeriod} after enqueueing, whatever becomes of the job meanwhile; or, if other states than
     * {@link JobState#live()} were set before, while it is in one of those.
     */
    public UniqueKey period(Duration newPeriod) {
        Set<JobState> counted = states.equals(JobState.live()) ? Set.of(JobState.values()) : states;
        return new UniqueKey(key, newPeriod, counted, onConflict);
    }

    /** The states in which the job holds its key. Set the live ones after {@link #period}, if they are to count with it. */
    public UniqueKey states(Set<JobState> newStates) {
        return new UniqueKey(key, period, newStates, onConflict);
    }

    public UniqueKey onConflict(OnConflict newOnConflict) {
        return new UniqueKey(key, period, states, newOnConflict);
    }
}
