package dev.rota.job;

import org.jspecify.annotations.Nullable;

/**
 * What an attempt failed with.
 *
 * @param type the class of the error
 * @param message its message, cut at 10,000 characters; null if it had none
 * @param stackTrace as text, causes included, cut at 64,000 characters; null if there is none to show
 * @param fingerprint equal for errors that are alike: 16 hexadecimal digits
 */
public record JobError(
        String type, @Nullable String message, @Nullable String stackTrace, String fingerprint) {}
