package dev.rota.mail;

/** The server refused the mail for good (SMTP reply 5xx). */
public final class MailRejectedException extends MailException {
    private static final long serialVersionUID = 1;

    private final boolean recipientRefused;

    /**
     * @param message without addresses
     * @param replyCode 500 to 599
     * @param recipientRefused see {@link #recipientRefused()}
     */
    public MailRejectedException(String message, int replyCode, boolean recipientRefused) {
        super(message, replyCode, null);
        this.recipientRefused = recipientRefused;
    }

    /**
     * Whether it is the address that is refused, a hard bounce, and not this mail or this sender: true when the reply
     * came to the RCPT command and its enhanced status (RFC 3463) does not name a policy (5.7.x).
     */
    public boolean recipientRefused() {
        return recipientRefused;
    }
}
