package dev.rota.systems.library.jobs;

/**
 * Arguments of {@code library.deliver-mail}.
 *
 * @param messageId the message, claimed before
 */
public record DeliverMail(long messageId) {}
