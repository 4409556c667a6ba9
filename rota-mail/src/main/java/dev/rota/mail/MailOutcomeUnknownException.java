package dev.rota.mail;

import org.jspecify.annotations.Nullable;

/** The connection was lost between the end of the mail and the server's answer: it may have been accepted. */
public final class MailOutcomeUnknownException extends MailUnavailableException {
    private static final long serialVersionUID = 1;

    /**
     * @param message without addresses
     * @param cause what failed below, or null; must not contain addresses
     */
    public MailOutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, 0, cause);
    }
}
