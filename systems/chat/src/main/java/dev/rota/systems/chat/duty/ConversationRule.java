package dev.rota.systems.chat.duty;

import java.time.Duration;
import java.time.Instant;

/**
 * Which conversations are old. One under legal hold never is.
 *
 * @param keep a conversation older than this is deleted; more than zero
 * @param basis from when its age counts
 * @param keepPinned whether pinned conversations stay however old they are
 */
public record ConversationRule(Duration keep, Basis basis, boolean keepPinned) {
    /** From when the age of a conversation counts. */
    public enum Basis {
        CREATED_AT("created_at"),
        LAST_MESSAGE_AT("last_message_at");

        private final String column;

        Basis(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /** 30 days after creation, pinned ones kept. */
    public static final ConversationRule DEFAULTS = new ConversationRule(Duration.ofDays(30), Basis.CREATED_AT, true);

    /** 30 days after creation, pinned or not: to the letter of what the chat's makers wrote down. */
    public static final ConversationRule TO_THE_LETTER =
            new ConversationRule(Duration.ofDays(30), Basis.CREATED_AT, false);

    /** @throws IllegalArgumentException when {@code keep} is out of range */
    public ConversationRule {
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("chat.conversations.keep: expected more than zero, found " + keep);
        }
    }

    /** The same rule counting from elsewhere. */
    public ConversationRule since(Basis newBasis) {
        return new ConversationRule(keep, newBasis, keepPinned);
    }

    /** Conversations whose age counts from before this are old. */
    public Instant cutoff(Instant now) {
        return now.minus(keep);
    }
}
