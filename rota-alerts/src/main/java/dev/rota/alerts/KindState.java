package dev.rota.alerts;

/**
 * Whether something is told.
 *
 * @param on false if somebody has turned it off
 */
public record KindState(AlertKind kind, boolean on) {}
