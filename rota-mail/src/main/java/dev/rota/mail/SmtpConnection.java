package dev.rota.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * A connection that remembers whether the mail's last byte was on its way. Before that a server cannot have accepted
 * the mail; after it, a lost connection leaves the outcome unknown.
 */
final class SmtpConnection extends SMTPTransport {
    private boolean ended;

    SmtpConnection(Session session) {
        super(session, new URLName("smtp", null, -1, null, null, null));
    }

    /** Whether the end of the latest mail was sent or was being sent. */
    boolean ended() {
        return ended;
    }

    void closeQuietly() {
        try {
            close();
        } catch (MessagingException e) {
            // A connection that cannot be ended in order is gone already, which is all that is wanted.
            assert !isConnected();
        }
    }

    @Override
    protected void mailFrom() throws MessagingException {
        ended = false;
        super.mailFrom();
    }

    @Override
    protected @Nullable OutputStream data() throws MessagingException {
        ended = false;
        return super.data();
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        ended = true;
        super.finishData();
    }
}
