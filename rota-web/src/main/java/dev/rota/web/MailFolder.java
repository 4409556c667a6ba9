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

    /** A mail; empty if there is none of this number. */
    Optional<Opened> find(long number);

    /**
     * A mail in the folder.
     *
     * @param number counts filed mails from 1
     * @param at when it was filed
     * @param from as in the mail; empty when it has none
     * @param to the recipients as in the mail, separated by commas; empty when it has none
     * @param subject decoded; empty when it has none
     * @param jobId the job that sent it; null if that is not known
     */
    record Filed(
            long number,
            Instant at,
            String from,
            String to,
            String subject,
            @Nullable Long jobId) {}

    /**
     * A mail that was opened.
     *
     * @param text its plain text; empty when it has none
     * @param html the same as HTML; null when it has none
     * @param source all of it, as it was received
     */
    record Opened(Filed filed, String text, @Nullable String html, String source) {}
}
