package dev.rota.mail.local;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail in the directory.
 *
 * @param number counts received mails from 1
 * @param file the {@code .eml} file
 * @param messageId without angle brackets; empty when the mail has none
 * @param from as in the mail; empty when it has none
 * @param to the recipients as in the mail, separated by commas; empty when it has none
 * @param subject decoded; empty when it has none
 * @param receivedAt when it was filed
 * @param jobId the job that sent it, as its header {@value #JOB_HEADER} says; null when it does not say
 * @param releasedAt when it was first sent after all; null if it never was
 */
public record FiledMail(
        long number,
        Path file,
        String messageId,
        String from,
        String to,
        String subject,
        Instant receivedAt,
        @Nullable Long jobId,
        @Nullable Instant releasedAt) {
    /** A header with the id of the job that sends a mail. */
    public static final String JOB_HEADER = "X-Rota-Job";

    /** Number and Message-ID: addresses and subjects do not belong into logs. */
    @Override
    public String toString() {
        return "FiledMail[" + number + ", " + messageId + "]";
    }
}
