package dev.rota.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Mails that were filed instead of being delivered, for people to look at while they develop or test. Given to {@link
 * RotaWeb}, it has pages; where mails are really sent there is none, and the pages are not there. Thread-safe.
 */
public interface MailFolder {
    /**
     * The latest mails, the latest first.
     *
     * @param limit at most so many, 1 or more
     */
    List<Filed> list(int limit);

    /**
     * The first mails that a job has sent and that are still there, the first one first. Quick, however many mails there are;
     * empty also if the folder cannot tell.
     *
     * @param limit at most so many, 1 or more
     */
    default List<Filed> ofJob(long jobId, int limit) {
        return List.of();
    }

    /** A mail; empty if there is none of this number. */
    Optional<Opened> find(long number);

    /** How many mails there are. */
    default long count() {
        return list(Integer.MAX_VALUE).size();
    }

    /** The files that came with a mail, in its order; empty also if there is none of this number. */
    default List<Attachment> attachments(long number) {
        return List.of();
    }

    /**
     * What is in a file that came with a mail.
     *
     * @param index as in {@link Attachment#index}
     * @return empty if there is no such file or mail
     */
    default Optional<byte[]> attachment(long number, int index) {
        return Optional.empty();
    }

    /** Whether mails can be deleted. */
    default boolean canClear() {
        return false;
    }

    /**
     * Deletes mails.
     *
     * @param last the number of the last one to be deleted: what came later stays
     * @return how many were deleted
     */
    default long clear(long last) {
        throw new UnsupportedOperationException("Mails are not cleared here");
    }

    /** Whether there is a mail server to which a filed mail can be sent after all. */
    default boolean canRelease() {
        return false;
    }

    /**
     * Sends a filed mail after all, as it was filed, to those it is for. It stays in the folder, marked as released once it
     * was sent. One that was released before is sent once more: whoever asks has said so, and nobody gets a mail twice by
     * a page that is out of date or a button that is pressed twice.
     *
     * @return null if it was sent; else why not, for people
     */
    default @Nullable String release(long number) {
        throw new UnsupportedOperationException("Mails are not released here");
    }

    /**
     * A file that came with a mail.
     *
     * @param index counts the files of its mail from 0
     * @param name without a path
     * @param type its media type; it is always sent as a file to be kept, and never shown
     * @param bytes its size
     */
    record Attachment(int index, String name, String type, long bytes) {}

    /**
     * A mail in the folder.
     *
     * @param number counts filed mails from 1
     * @param at when it was filed
     * @param from as in the mail; empty when it has none
     * @param to the recipients as in the mail, separated by commas; empty when it has none
     * @param subject decoded; empty when it has none
     * @param jobId the job that sent it; null if that is not known
     * @param releasedAt when it was first sent after all; null if it never was
     */
    record Filed(
            long number,
            Instant at,
            String from,
            String to,
            String subject,
            @Nullable Long jobId,
            @Nullable Instant releasedAt) {}

    /**
     * A mail that was opened.
     *
     * @param text its plain text; empty when it has none
     * @param html the same as HTML; null when it has none
     * @param source all of it, as it was received
     */
    record Opened(Filed filed, String text, @Nullable String html, String source) {}
}
