package dev.rota.systems.boardgames.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Raises an alert for each game that is not back and is due within two days: from now on, up to and including two days
 * from now. Thread-safe; two runs at once raise each alert once.
 */
public final class ReminderAlerts {
    /** How far it looks ahead. */
    public static final Duration AHEAD = Duration.ofDays(2);

    private final AlertRaising raising;

    /** Works on the library's tables. */
    public ReminderAlerts(JdbcClient jdbc) {
        this.raising = new AlertRaising(jdbc, "reminder", "is due soon");
    }

    /** Raises what is missing; answers how many alerts are new. */
    public long generate(Instant now, DutyProgress progress) {
        return raising.raise(Columns.of(now), Columns.of(now.plus(AHEAD)), now, progress);
    }
}
