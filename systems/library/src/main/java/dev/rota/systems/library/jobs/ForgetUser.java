package dev.rota.systems.library.jobs;

/**
 * Arguments of {@code library.forget-user}.
 *
 * @param userId who asked to be forgotten
 */
public record ForgetUser(long userId) {}
