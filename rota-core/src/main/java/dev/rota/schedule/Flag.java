package dev.rota.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A feature flag that schedules may depend on.
 *
 * @param name of the flag
 * @param defaultOn as the code says
 * @param override what an operator set it to; null if nobody did
 * @param changedBy who set the override or took it back last, or null
 * @param changedAt when, or null
 */
public record Flag(
        String name,
        boolean defaultOn,
        @Nullable Boolean override,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {
    /** Whether it is on now. */
    public boolean isOn() {
        return override != null ? override : defaultOn;
    }
}
