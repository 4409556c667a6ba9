package dev.rota.store;

import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt.
 *
 * @param job as it was claimed; its id and lease are what counts
 * @param transition what becomes of the job
 * @param progress as counted at the end; null if nothing was counted
 */
public record Finish(
        Job job, Transition transition, @Nullable Progress progress) {
    /** The exclusion key that its job gives up if this counts; null if it has none, or keeps it. */
    public @Nullable String freedKey() {
        ExclusionKey key = job.request().exclusion();
        return key == null || transition instanceof Transition.Release ? null : key.key();
    }
}
