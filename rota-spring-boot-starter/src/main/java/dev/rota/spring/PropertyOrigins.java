package dev.rota.spring;

import dev.rota.web.WebSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Tells where a property was set, for the page of settings. */
final class PropertyOrigins implements WebSettings.Origins {
    private final Environment environment;

    PropertyOrigins(Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable String of(String name) {
        ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            boolean set = source.getConfigurationProperty(property) != null
                    || source.containsDescendantOf(property) == ConfigurationPropertyState.PRESENT;
            if (set) {
                return words(source.getUnderlyingSource());
            }
        }
        return null;
    }

    private static String words(@Nullable Object source) {
        String name = source instanceof PropertySource<?> named ? named.getName() : "";
        return switch (name) {
            case "systemEnvironment" -> "env";
            case "systemProperties" -> "system property";
            case "commandLineArgs" -> "command line";
            case "defaultProperties" -> "default of the program";
            default -> "property";
        };
    }
}
