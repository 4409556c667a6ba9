package dev.rota.systems.chat.duty;

import dev.rota.systems.chat.duty.Batches.Selection;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;

/** Deletes old conversations, and with each its messages. Thread-safe. */
final class ConversationCleanup {
    private final Batches batches;
    private final Selection old;

    ConversationCleanup(Batches batches, ConversationRule rule) {
        this.batches = batches;
        this.old = new Selection(
                "chat_conversation",
                rule.basis().column(),
                rule.keepPinned() ? "legal_hold = 0 and pinned = 0" : "legal_hold = 0",
                List.of("delete from chat_message where conversation_id in (:ids)"));
    }

    /** How many conversations are older than {@code cutoff}. */
    long count(Instant cutoff) {
        return batches.count(old, Columns.of(cutoff));
    }

    /** Deletes the conversations that are older than {@code cutoff}; one that is exactly as old stays. */
    long delete(Instant cutoff, DutyProgress progress, BatchCount count) {
        return batches.delete(old, Columns.of(cutoff), progress, count);
    }
}
