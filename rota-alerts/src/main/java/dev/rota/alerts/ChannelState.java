package dev.rota.alerts;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a channel stands, for people: nothing in it is secret.
 *
 * @param means {@code mail} or {@code webhook}
 * @param target enough to tell where it leads
 * @param on false if somebody has turned it off
 * @param quiet null for never
 * @param quietUntil when its present quiet time ends; null if it is in none
 * @param kinds what is told there; empty for everything
 */
public record ChannelState(
        String name,
        String means,
        String target,
        boolean on,
        @Nullable QuietTime quiet,
        @Nullable Instant quietUntil,
        Set<AlertKind> kinds) {}
