package dev.rota.systems.library.duty;

import java.time.LocalDate;
import java.util.List;

/**
 * The notices one run has claimed.
 *
 * @param today the local date it went by
 * @param digests one message for each person, in the order of their ids; to be delivered
 * @param suppressed notices that are recorded and not sent, because the library may not write to the borrower
 * @param unreachableUserIds the borrowers of those
 * @param failedUserIds people whose notices could not be claimed; the next run tries again
 */
public record NoticesClaimed(
        LocalDate today,
        List<Digest> digests,
        List<Item> suppressed,
        List<Long> unreachableUserIds,
        List<Long> failedUserIds) {

    /** The messages to deliver, in the order of the digests. */
    public List<Long> messageIds() {
        return digests.stream().map(Digest::messageId).toList();
    }

    /**
     * One message to one person.
     *
     * @param messageId the message to deliver
     * @param userId the borrower
     * @param items the loans it lists, by id; at least one
     */
    public record Digest(long messageId, long userId, List<Item> items) {}

    /**
     * One notice about one loan.
     *
     * @param loanId the loan
     * @param stage {@code due_soon}, or {@code overdue_} and the stage in days
     * @param dueDate the due date it is about; a renewed loan begins a new cycle
     * @param days days overdue by the library's way of counting; for a reminder, days until the due date
     */
    public record Item(long loanId, String stage, LocalDate dueDate, int days) {}
}
