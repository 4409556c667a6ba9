package dev.rota.server.mail;

import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.mail.Mail;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;
import org.jspecify.annotations.Nullable;

/** Runs jobs of type {@code mail}. Thread-safe. */
public final class MailCallHandler implements JobHandler<MailCall> {
    private final @Nullable MailTransport transport;
    private final String from;
    private final String domain;

    /**
     * Sends nothing yet.
     *
     * @param transport null if there is no mail server
     * @param from the sender of all mails
     */
    public MailCallHandler(@Nullable MailTransport transport, String from) {
        this.transport = transport;
        this.from = from;
        this.domain = from.substring(from.lastIndexOf('@') + 1).replaceAll("[>\\s]", "");
    }

    @Override
    public void run(MailCall call, JobContext job) throws Exception {
        if (transport == null) {
            throw job.fail(
                    "This worker has no mail server: start it with --smtp-host, or with --mail-capture to keep mails "
                            + "in files, and retry the job");
        }
        Mail mail;
        try {
            String text = call.text() == null ? "" : call.text();
            String id = job.idempotencyKey().replaceAll("[^A-Za-z0-9.-]", ".");
            mail = Mail.of(id + "@" + domain, from, call.to(), new MailText(call.subject(), text, call.html()))
                    .withHeader("X-Rota-Job", String.valueOf(job.id()));
        } catch (IllegalArgumentException e) {
            throw job.fail("The mail cannot be made: " + e.getMessage());
        }
        try {
            transport.send(mail);
        } catch (MailRejectedException e) {
            throw job.fail("The mail server refuses the mail for good: " + e.getMessage());
        }
        job.log().info("Handed over as <" + mail.messageId() + ">");
    }
}
