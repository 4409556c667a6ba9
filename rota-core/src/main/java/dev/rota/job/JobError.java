package dev.rota.job;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt failed with.
 *
 * @param type the class of the error
 * @param message its message, cut at 10,000 characters; null if it had none
 * @param stackTrace as text, causes included, cut at 64,000 characters; null if there is none to show
 * @param fingerprint equal for errors that are alike, as the {@link FingerprintStrategy} says; empty if nobody knows
 * @param title of all that are alike, for people; null for an attempt that was read from a store, where the group has it
 */
public record JobError(
        String type,
        @Nullable String message,
        @Nullable String stackTrace,
        String fingerprint,
        @Nullable String title) {
    public JobError(String type, @Nullable String message, @Nullable String stackTrace, String fingerprint) {
        this(type, message, stackTrace, fingerprint, null);
    }
}
