package dev.rota.spring;

import dev.rota.job.RotaException;
import java.util.List;

/** The application is set up in a way that cannot work. Shown by Spring Boot as a description and an action. */
final class RotaConfigurationException extends RotaException {
    private static final long serialVersionUID = 1L;
    private final String description;
    private final String action;

    RotaConfigurationException(String description, String action) {
        super(description + " " + action);
        this.description = description;
        this.action = action;
    }

    RotaConfigurationException(String description, String action, Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    /** One exception for all that was found, each with what to do. */
    static RotaConfigurationException of(String what, List<String> problems) {
        return new RotaConfigurationException(
                what + ":\n\n- " + String.join("\n- ", problems), "Correct what is listed, and start again.");
    }

    String description() {
        return description;
    }

    String action() {
        return action;
    }
}
