package dev.rota.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends over one SMTP connection that is kept open between mails; a new connection for each mail costs many times the
 * mail itself. Threads take turns. A connection that turns out to be closed when the next mail comes is replaced before
 * anything is sent.
 */
public final class SmtpTransport implements MailTransport, AutoCloseable {
    private final SmtpSettings settings;
    private final InstantSource clock;
    private final Session session;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable SmtpConnection connection;

    /**
     * Connects at the first mail.
     *
     * @param clock gives the mails' Date
     */
    public SmtpTransport(SmtpSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.session = Session.getInstance(properties(settings));
    }

    @Override
    public void send(Mail mail) throws MailRejectedException, MailUnavailableException {
        hand(() -> MimeForm.of(mail, session, clock.instant()));
    }

    /**
     * Sends a mail that is written already, such as one that a local mailbox has filed, as it stands: with its own
     * Message-ID and Date, to those whom its headers name.
     *
     * @param file in the form of RFC 5322
     * @throws IOException it cannot be read, is no mail, or names nobody to send it to; nothing was sent
     * @throws MailRejectedException as by {@link #send}
     * @throws MailUnavailableException as by {@link #send}
     */
    public void sendFile(Path file) throws IOException, MailRejectedException, MailUnavailableException {
        MimeMessage message;
        Address[] recipients;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            message = new MimeMessage(session, in);
            recipients = message.getAllRecipients();
            // Only who delivers a mail for good may say that (RFC 5321, 4.4); servers refuse it from others.
            message.removeHeader("Return-Path");
        } catch (MessagingException e) {
            // Neither the header nor the cause, which repeats it, may reach a log.
            throw new IOException(file.getFileName() + " is no mail that can be sent: its headers cannot be read");
        }
        if (recipients == null || recipients.length == 0) {
            throw new IOException(file.getFileName() + " names nobody to send it to");
        }
        hand(() -> message);
    }

    private interface Making {
        MimeMessage make() throws MessagingException;
    }

    private void hand(Making making) throws MailRejectedException, MailUnavailableException {
        turn.lock();
        try {
            SmtpConnection open = connected();
            try {
                MimeMessage message = making.make();
                open.sendMessage(message, message.getAllRecipients());
            } catch (MessagingException e) {
                SmtpReply reply = SmtpReply.of(e);
                if (!reply.leavesTheConnectionUsable()) {
                    disconnect();
                }
                reply.fail(open.ended());
            }
        } finally {
            turn.unlock();
        }
    }

    /** Ends the connection. A mail sent afterwards opens a new one. */
    @Override
    public void close() {
        turn.lock();
        try {
            disconnect();
        } finally {
            turn.unlock();
        }
    }

    private SmtpConnection connected() throws MailUnavailableException {
        SmtpConnection kept = connection;
        if (kept != null && kept.isConnected()) {
            return kept;
        }
        disconnect();
        String server = settings.host() + ":" + settings.port();
        SmtpSettings.Login login = settings.login();
        try {
            SmtpConnection fresh = new SmtpConnection(session);
            fresh.connect(
                    settings.host(),
                    settings.port(),
                    login == null ? null : login.user(),
                    login == null ? null : login.password());
            connection = fresh;
            return fresh;
        } catch (AuthenticationFailedException e) {
            throw new MailUnavailableException(
                    "SMTP server " + server + " refused the login; check user and password", 535, null);
        } catch (MessagingException e) {
            throw SmtpReply.of(e).unreachable(server);
        }
    }

    private void disconnect() {
        SmtpConnection last = connection;
        connection = null;
        if (last != null) {
            last.closeQuietly();
        }
    }

    private static Properties properties(SmtpSettings settings) {
        Properties properties = new Properties();
        String reply = String.valueOf(settings.replyTimeout().toMillis());
        properties.put(
                "mail.smtp.connectiontimeout",
                String.valueOf(settings.connectTimeout().toMillis()));
        properties.put("mail.smtp.timeout", reply);
        properties.put("mail.smtp.writetimeout", reply);
        properties.put("mail.smtp.auth", String.valueOf(settings.login() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.enable", String.valueOf(settings.tls() == SmtpSettings.Tls.IMPLICIT));
        properties.put("mail.smtp.starttls.enable", String.valueOf(settings.tls() == SmtpSettings.Tls.STARTTLS));
        properties.put("mail.smtp.starttls.required", String.valueOf(settings.tls() == SmtpSettings.Tls.STARTTLS));
        // Waiting for the answer to QUIT would hold up the next mail.
        properties.put("mail.smtp.quitwait", "false");
        return properties;
    }
}
