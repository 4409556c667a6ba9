package dev.rota.spring;

import dev.rota.RotaBuilder;

/** A bean of this kind changes the builder after the properties and before the Rota is built. */
@FunctionalInterface
public interface RotaBuilderCustomizer {
    void customize(RotaBuilder builder);
}
