package dev.rota.systems.webapp.app;

import org.jspecify.annotations.Nullable;

/**
 * An uploaded file and what was counted in it.
 *
 * @param status stored, done or failed
 * @param lines also the last one, if it does not end with a line feed; null until it is done
 * @param words separated by white space; null until it is done
 * @param sha256 in lower-case hexadecimal digits; null until it is done
 * @param error why it failed, or null
 */
public record Upload(
        long id,
        String filename,
        String status,
        long bytes,
        @Nullable Long lines,
        @Nullable Long words,
        @Nullable String sha256,
        @Nullable String error) {}
