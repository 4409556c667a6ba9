package dev.rota.systems.webapp.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item of a user.
 *
 * @param completedAt null unless it is completed
 * @param completionCount how often it was completed
 * @param version grows with every change
 */
public record Item(
        long id,
        long ownerId,
        String title,
        @Nullable String description,
        boolean completed,
        @Nullable Instant completedAt,
        int completionCount,
        int version,
        Instant createdAt,
        Instant updatedAt) {}
