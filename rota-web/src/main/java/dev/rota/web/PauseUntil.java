package dev.rota.web;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long a form pauses something. */
final class PauseUntil {
    private PauseUntil() {}

    /**
     * When a pause ends by itself; null if somebody must end it.
     *
     * @param date when, in UTC, such as {@code 2026-12-24T18:00}; null for as long as is chosen
     * @param choice a duration such as {@code PT1H}; null for no end
     */
    static @Nullable Instant until(@Nullable String date, @Nullable String choice, Instant now) {
        return date == null ? until(choice, now) : later(ScheduleForm.instant("/until", date), now);
    }

    /**
     * The end that somebody gave a pause; null if they gave none.
     *
     * @throws Problem if it has come: it would be no pause, and end the one that may be
     */
    static @Nullable Instant later(@Nullable Instant until, Instant now) {
        if (until != null && !until.isAfter(now)) {
            throw Problem.invalid(
                    "invalid-field",
                    "A field is not valid",
                    "/until",
                    "The pause is until " + until + ", expected a time after now, which is " + now);
        }
        return until;
    }

    /** The same where no date can be given. */
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
