package dev.rota.systems.library.jobs;

import org.jspecify.annotations.Nullable;

/**
 * Arguments of jobs that remove or change what they find.
 *
 * @param dryRun true to find only, and change nothing; null means false
 */
public record DryRun(@Nullable Boolean dryRun) {
    boolean isDry() {
        return Boolean.TRUE.equals(dryRun);
    }
}
