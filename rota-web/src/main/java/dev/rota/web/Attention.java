package dev.rota.web;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that needs somebody, with one thing to do about it.
 *
 * @param name of what it is about
 * @param href where that is shown
 * @param text what is the matter with it
 * @param since when it began; null if that is not known
 * @param action where the button posts to; null if it only leads to {@code href}
 * @param label of the button
 */
record Attention(
        Look look,
        String name,
        String href,
        String text,
        @Nullable Instant since,
        @Nullable String action,
        String label) {}
