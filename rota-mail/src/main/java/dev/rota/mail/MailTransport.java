package dev.rota.mail;

/** Hands mails to a mail server. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface MailTransport {
    /**
     * Sends one mail. Returns when the server has taken responsibility for it (SMTP reply 250).
     *
     * @throws MailRejectedException the server refuses this mail for good (5xx): sending it again is of no use
     * @throws MailOutcomeUnknownException the connection was lost after the whole mail was handed over: look the
     *     Message-ID up with {@link SentMail} before sending again
     * @throws MailUnavailableException the mail was not taken now (4xx, no connection, timeout): send again later
     */
    void send(Mail mail) throws MailRejectedException, MailUnavailableException;
}
