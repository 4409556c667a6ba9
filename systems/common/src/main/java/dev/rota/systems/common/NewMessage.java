package dev.rota.systems.common;

import dev.rota.mail.MailText;
import org.jspecify.annotations.Nullable;

/**
 * A message to claim.
 *
 * @param dedupeKey unique within the system and the same whenever the same notice is claimed again, such as
 *     {@code due_soon.42.2026-03-20}. Holds ids, never addresses: it becomes the Message-ID
 * @param kind what preferences are kept by, such as {@code due_soon}
 * @param recipientUserId the system's user, or null when it is none
 * @param address where to, or null when there is none
 * @param text what to say, or null when it is composed at {@linkplain Outbox#deliver(long, Outbox.Composer) delivery}
 */
public record NewMessage(
        String dedupeKey,
        String kind,
        @Nullable Long recipientUserId,
        @Nullable String address,
        @Nullable MailText text) {
    /** @throws IllegalArgumentException when key or kind is blank */
    public NewMessage {
        if (dedupeKey.isBlank() || kind.isBlank()) {
            throw new IllegalArgumentException("Message: expected a dedupe key and a kind, found an empty "
                    + (kind.isBlank() ? "kind" : "dedupe key"));
        }
    }

    /** The key alone: addresses and texts do not belong into logs. */
    @Override
    public String toString() {
        return "NewMessage[" + dedupeKey + "]";
    }
}
