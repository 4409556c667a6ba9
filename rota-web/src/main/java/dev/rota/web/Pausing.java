package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long a form pauses something. */
final class Pausing {
    private Pausing() {}

    /**
     * When a pause ends by itself; null if somebody must end it.
     *
     * @param choice a duration such as {@code PT1H}; null for no end
     */
    static @Nullable Instant until(@Nullable String choice, Instant now) {
        if (choice == null) {
            return null;
        }
        return switch (choice) {
            case "PT1H", "PT24H", "PT168H" -> now.plus(Duration.parse(choice));
            default -> throw Problem.malformed("The pause is for " + choice + ", expected PT1H, PT24H or PT168H");
        };
    }
}
