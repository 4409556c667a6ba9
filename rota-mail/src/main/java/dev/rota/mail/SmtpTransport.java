package dev.rota.mail;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
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
        turn.lock();
        try {
            SmtpConnection open = connected();
            try {
                MimeMessage message = MimeForm.of(mail, session, clock.instant());
                open.sendMessage(message, new Address[] {MimeForm.address(mail.to())});
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
