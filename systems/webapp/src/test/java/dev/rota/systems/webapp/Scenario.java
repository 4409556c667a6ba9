package dev.rota.systems.webapp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** A scenario of {@code scenarios.json}. */
record Scenario(JsonNode node) {
    static Scenario of(String name) {
        try (InputStream in = Objects.requireNonNull(Scenario.class.getResourceAsStream("/webapp/scenarios.json"))) {
            for (JsonNode each : RunningWebapp.JSON.readTree(in)) {
                if (each.get("name").asString().equals(name)) {
                    return new Scenario(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalArgumentException("There is no scenario " + name);
    }

    int number(String member) {
        return node.get(member).asInt();
    }

    int expected(String member) {
        return node.get("expect").get(member).asInt();
    }
}
