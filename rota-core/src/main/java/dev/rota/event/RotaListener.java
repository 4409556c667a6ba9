package dev.rota.event;

/**
 * Is told what happened. Called on the engine's threads, several at once: be quick and thread-safe. What it throws is
 * logged and otherwise ignored.
 */
@FunctionalInterface
public interface RotaListener {
    void on(RotaEvent event);
}
