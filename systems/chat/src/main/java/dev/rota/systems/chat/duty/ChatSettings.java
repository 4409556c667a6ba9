package dev.rota.systems.chat.duty;

import java.time.Duration;
import java.time.ZoneId;

/**
 * What a chat decides for itself.
 *
 * @param zone the zone its schedules follow
 * @param conversations which conversations are old
 * @param unverifiedUsersAfter a user who has not verified the address for longer than this is deleted; more than zero
 * @param orphansAfter a message without conversation is left alone for so long, because its conversation may be on its
 *     way in another transaction; not negative
 * @param batch rows deleted in one transaction; 1 to 1000
 */
public record ChatSettings(
        ZoneId zone, ConversationRule conversations, Duration unverifiedUsersAfter, Duration orphansAfter, int batch) {
    private static final int MOST = 1000;

    /** New York; 30 days after creation, pinned ones kept; 7 days; 1 hour; 500 rows. */
    public static final ChatSettings DEFAULTS = new ChatSettings(
            ZoneId.of("America/New_York"), ConversationRule.DEFAULTS, Duration.ofDays(7), Duration.ofHours(1), 500);

    /** @throws IllegalArgumentException when a value is out of range */
    public ChatSettings {
        if (unverifiedUsersAfter.isNegative() || unverifiedUsersAfter.isZero()) {
            throw new IllegalArgumentException(
                    "chat.unverified-users-after: expected more than zero, found " + unverifiedUsersAfter);
        }
        if (orphansAfter.isNegative()) {
            throw new IllegalArgumentException("chat.orphans-after: expected zero or more, found " + orphansAfter);
        }
        if (batch < 1 || batch > MOST) {
            throw new IllegalArgumentException("chat.batch: expected 1 to " + MOST + " rows, found " + batch);
        }
    }

    /** The same settings with another rule for conversations. */
    public ChatSettings with(ConversationRule rule) {
        return new ChatSettings(zone, rule, unverifiedUsersAfter, orphansAfter, batch);
    }

    /** The same settings in another zone. */
    public ChatSettings in(ZoneId elsewhere) {
        return new ChatSettings(elsewhere, conversations, unverifiedUsersAfter, orphansAfter, batch);
    }

    /** The same settings with other batches. */
    public ChatSettings batches(int rows) {
        return new ChatSettings(zone, conversations, unverifiedUsersAfter, orphansAfter, rows);
    }
}
