package dev.rota.mail;

import org.jspecify.annotations.Nullable;

/** A mail was not certainly sent. The message never contains an address. */
public abstract sealed class MailException extends Exception permits MailRejectedException, MailUnavailableException {
    private static final long serialVersionUID = 1;

    private final int replyCode;

    MailException(String message, int replyCode, @Nullable Throwable cause) {
        super(message, cause);
        this.replyCode = replyCode;
    }

    /** The server's SMTP reply code, 400 to 599, or 0 when there was no reply. */
    public int replyCode() {
        return replyCode;
    }
}
