package dev.rota.job;

import org.jspecify.annotations.Nullable;

/**
 * How far an attempt has come, in items.
 *
 * @param succeeded items done, not negative
 * @param failed items that could not be done, not negative
 * @param total items there are, or null if unknown
 * @param label what is being done, or null
 */
public record Progress(
        long succeeded,
        long failed,
        @Nullable Long total,
        @Nullable String label) {
    public static final Progress NONE = new Progress(0, 0, null, null);

    /** Items dealt with: succeeded and failed together. */
    public long processed() {
        return succeeded + failed;
    }
}
