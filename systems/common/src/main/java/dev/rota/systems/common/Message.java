package dev.rota.systems.common;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands, without address and text.
 *
 * @param id of the row
 * @param dedupeKey as claimed
 * @param messageId the mail's Message-ID, without angle brackets
 * @param kind as claimed
 * @param recipientUserId as claimed, or null
 * @param status what became of it
 * @param attempts how often it was taken up for sending
 * @param lastError why the latest attempt failed or why it is suppressed, or null
 * @param createdAt when it was claimed
 * @param sentAt when it was known to be accepted, or null
 */
public record Message(
        long id,
        String dedupeKey,
        String messageId,
        String kind,
        @Nullable Long recipientUserId,
        MessageStatus status,
        int attempts,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant sentAt) {}
