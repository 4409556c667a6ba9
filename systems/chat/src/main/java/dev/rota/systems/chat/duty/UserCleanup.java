package dev.rota.systems.chat.duty;

import dev.rota.systems.chat.duty.Batches.Selection;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;

/**
 * Deletes users who never verified their address. To be inactive is not enough: whom staff has deactivated stays, and so
 * do staff, superusers, and users of a conversation under legal hold. Conversations of a deleted user go too, uncounted.
 * Thread-safe.
 */
final class UserCleanup {
    private static final Selection UNVERIFIED = new Selection(
            "chat_user", "date_joined", """
            email_verified_at is null and is_active = 0 and is_staff = 0 and is_superuser = 0
            and deactivated_by is null
            and not exists (select 1 from chat_conversation c where c.user_id = chat_user.id and c.legal_hold = 1)""", List.of("""
                    delete from chat_message
                     where conversation_id in (select id from chat_conversation where user_id in (:ids))""", "delete from chat_conversation where user_id in (:ids)"));

    private final Batches batches;

    UserCleanup(Batches batches) {
        this.batches = batches;
    }

    /** How many of them joined before {@code before}. */
    long count(Instant before) {
        return batches.count(UNVERIFIED, Columns.of(before));
    }

    /** Deletes those who joined before {@code before}. */
    long delete(Instant before, DutyProgress progress, BatchCount count) {
        return batches.delete(UNVERIFIED, Columns.of(before), progress, count);
    }
}
