package dev.rota.systems.boardgames.jobs;

import org.jspecify.annotations.Nullable;

/**
 * How many runs there were, ever.
 *
 * @param totalExecutions those that have succeeded or failed
 * @param successfulExecutions those that have succeeded
 * @param failedExecutions those that have failed
 */
public record JobStatistics(long totalExecutions, long successfulExecutions, long failedExecutions) {
    /** In per cent, two decimals; null when there were none. */
    public @Nullable Double successRate() {
        return totalExecutions == 0 ? null : Math.round(successfulExecutions * 10_000.0 / totalExecutions) / 100.0;
    }
}
