package dev.rota.server.mail;

import dev.rota.job.JobType;
import org.jspecify.annotations.Nullable;

/**
 * What a job of type {@code mail} sends.
 *
 * @param to a bare address
 * @param subject one line
 * @param text plain text; may be null if there is HTML
 * @param html null for a mail of plain text alone
 */
public record MailCall(
        String to,
        String subject,
        @Nullable String text,
        @Nullable String html) {
    public static final JobType<MailCall> TYPE = JobType.of("mail", MailCall.class);

    /** @throws IllegalArgumentException if there is nothing to send, or nobody to send it to */
    public MailCall {
        if (to == null || to.isBlank()) {
            throw new IllegalArgumentException("to is missing: expected an address such as anna@example.org");
        }
        if (subject == null || subject.isBlank()) {
            throw new IllegalArgumentException("subject is missing: expected one line of text");
        }
        if (text == null && html == null) {
            throw new IllegalArgumentException("There is neither text nor html, expected one of them");
        }
    }
}
