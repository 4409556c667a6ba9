package dev.rota.mail;

import org.jspecify.annotations.Nullable;

/** The mail was not taken now; sending it again later may succeed (SMTP reply 4xx, no connection, timeout, login refused). */
public sealed class MailUnavailableException extends MailException permits MailOutcomeUnknownException {
    private static final long serialVersionUID = 1;

    /**
     * @param message without addresses
     * @param replyCode 400 to 599, or 0 without a reply
     * @param cause what failed below, or null; must not contain addresses
     */
    public MailUnavailableException(String message, int replyCode, @Nullable Throwable cause) {
        super(message, replyCode, cause);
    }
}
