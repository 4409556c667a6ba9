package dev.rota.testing.contract;

import dev.rota.store.QueueStore.Limits;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A queue of the model, with its pause and its bucket. */
final class ModelQueue {
    private Limits limits = Limits.NONE;
    private boolean paused;
    private @Nullable Instant pausedUntil;
    private double tokens;
    private Instant tokensAt = Instant.EPOCH;

    boolean isLimited() {
        return limits.any();
    }

    boolean isPaused(Instant now) {
        return paused && (pausedUntil == null || pausedUntil.isAfter(now));
    }

    /** A new bucket is full. */
    void limit(Limits newLimits, Instant now) {
        limits = newLimits;
        tokens = newLimits.rate() == null ? 0 : newLimits.rate();
        tokensAt = now;
    }

    void pause(@Nullable Instant until) {
        paused = true;
        pausedUntil = until;
    }

    void resume() {
        paused = false;
    }

    /** Whether one more may be claimed while so many run. */
    boolean hasRoom(long running, Instant now) {
        Integer concurrency = limits.concurrency();
        if (concurrency != null && running >= concurrency) {
            return false;
        }
        Integer rate = limits.rate();
        Duration period = limits.period();
        if (rate == null || period == null) {
            return true;
        }
        double flown = Duration.between(tokensAt, now).toMillis() * (double) rate / period.toMillis();
        tokens = Math.min(rate, tokens + flown);
        tokensAt = now;
        return tokens >= 1;
    }

    void take() {
        tokens -= 1;
    }
}
