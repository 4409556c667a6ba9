package dev.rota.alerts;

/** Sends the mails of alerts. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface AlertMailer {
    /** Where there is no mail server. */
    AlertMailer NONE = (id, to, text) -> {
        throw new AlertRefusedException(
                "This worker has no mail server: name one in its configuration, and retry the job");
    };

    /**
     * Sends one mail.
     *
     * @param id the same each time this mail is sent: letters, digits, dots and dashes, 100 characters at the most
     * @param to a bare address
     * @throws AlertRefusedException if to send it again is of no use
     * @throws Exception if it may be sent again later; the message must not show the address
     */
    void send(String id, String to, Text text) throws Exception;

    /**
     * What a mail says.
     *
     * @param subject one line
     * @param body plain text
     */
    record Text(String subject, String body) {}
}
