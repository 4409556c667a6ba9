package dev.rota.alerts;

import dev.rota.mail.Mail;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;

/** Sends alerts with {@code rota-mail}, which must be on the class path. Thread-safe. */
public final class SmtpAlertMailer implements AlertMailer {
    private final MailTransport transport;
    private final String from;
    private final String domain;

    /**
     * Sends nothing yet.
     *
     * @param transport stays the caller's to close
     * @param from the sender, such as {@code Rota <rota@example.org>}
     */
    public SmtpAlertMailer(MailTransport transport, String from) {
        this.transport = transport;
        this.from = from;
        this.domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[>\\s]", "");
    }

    @Override
    public void send(String id, String to, Text text) throws Exception {
        Mail mail;
        try {
            mail = Mail.of(id + "@" + domain, from, to, MailText.plain(text.subject(), text.body()))
                    .withHeader("Auto-Submitted", "auto-generated");
        } catch (IllegalArgumentException e) {
            throw new AlertRefusedException("The mail cannot be made: " + e.getMessage());
        }
        try {
            transport.send(mail);
        } catch (MailRejectedException e) {
            throw new AlertRefusedException("The mail server refuses the mail for good: " + e.getMessage());
        }
    }
}
