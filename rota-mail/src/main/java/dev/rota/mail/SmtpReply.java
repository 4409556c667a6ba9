package dev.rota.mail;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What the server said to a mail it did not take.
 *
 * @param code 400 to 599, or 0 without a reply
 * @param text the reply without addresses; servers like to repeat them
 * @param toRecipient whether it answered the RCPT command
 * @param broken what broke the connection, or null
 */
record SmtpReply(
        int code,
        String text,
        boolean toRecipient,
        @Nullable IOException broken) {
    private static final Pattern ADDRESS = Pattern.compile("<?[^\\s<>@\"]+@[^\\s<>@\"]+>?");
    private static final Pattern POLICY = Pattern.compile("\\b5\\.7\\.\\d");
    private static final int LONGEST_TEXT = 200;
    private static final int CLOSING = 421;

    static SmtpReply of(MessagingException failure) {
        IOException broken = null;
        for (Exception e = failure; e != null; e = next(e)) {
            if (e instanceof SMTPAddressFailedException address) {
                return new SmtpReply(known(address.getReturnCode()), scrubbed(address), true, null);
            }
            if (e instanceof SMTPSenderFailedException sender && known(sender.getReturnCode()) != 0) {
                return new SmtpReply(sender.getReturnCode(), scrubbed(sender), false, null);
            }
            if (e instanceof SMTPSendFailedException send && known(send.getReturnCode()) != 0) {
                return new SmtpReply(send.getReturnCode(), scrubbed(send), false, null);
            }
            if (e instanceof IOException io) {
                broken = io;
            }
        }
        return new SmtpReply(0, broken == null ? scrubbed(failure) : "no reply", false, broken);
    }

    boolean leavesTheConnectionUsable() {
        return code != 0 && code != CLOSING;
    }

    /** Throws what the sender of the mail needs to know. */
    void fail(boolean mailEnded) throws MailRejectedException, MailUnavailableException {
        if (code >= 500) {
            boolean policy = POLICY.matcher(text).find();
            throw new MailRejectedException("SMTP server rejected the mail: " + text, code, toRecipient && !policy);
        }
        if (code == 0 && mailEnded) {
            throw new MailOutcomeUnknownException(
                    "SMTP connection was lost before the server answered to the whole mail; it may have been accepted",
                    broken);
        }
        throw new MailUnavailableException(
                code == 0
                        ? "SMTP connection failed before the mail was handed over: " + reason()
                        : "SMTP server did not take the mail now: " + text,
                code,
                broken);
    }

    /** The failure of a connection that could not be opened. */
    MailUnavailableException unreachable(String server) {
        return new MailUnavailableException(
                "SMTP server " + server + " cannot be reached (" + reason()
                        + "); check that it runs and that host, port and TLS are right",
                code,
                broken);
    }

    private String reason() {
        return broken == null ? text : broken.getClass().getSimpleName() + ": " + scrubbed(broken);
    }

    private static int known(int code) {
        return code >= 400 && code <= 599 ? code : 0;
    }

    private static @Nullable Exception next(Exception e) {
        if (e instanceof MessagingException messaging && messaging.getNextException() != null) {
            return messaging.getNextException();
        }
        return e.getCause() instanceof Exception cause && cause != e ? cause : null;
    }

    private static String scrubbed(Exception e) {
        String message = e.getMessage() == null ? "no reason given" : e.getMessage();
        String line = ADDRESS.matcher(message.strip().replaceAll("\\s+", " ")).replaceAll("(address)");
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
    }
}
