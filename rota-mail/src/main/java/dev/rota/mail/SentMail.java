package dev.rota.mail;

/** Knows which mails the other side has accepted. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface SentMail {
    /**
     * Whether a mail with this Message-ID was accepted.
     *
     * @param messageId without angle brackets
     * @return false only when it certainly was not accepted
     * @throws java.io.UncheckedIOException when the place to look cannot be read
     */
    boolean contains(String messageId);
}
