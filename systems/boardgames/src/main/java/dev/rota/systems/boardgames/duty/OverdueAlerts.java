package dev.rota.systems.boardgames.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Raises an alert for each game that is not back and was due before now. One that was due at this very instant is not
 * overdue yet. Thread-safe; two runs at once raise each alert once.
 */
public final class OverdueAlerts {
    private final AlertRaising raising;

    /** Works on the library's tables. */
    public OverdueAlerts(JdbcClient jdbc) {
        this.raising = new AlertRaising(jdbc, "overdue", "is overdue");
    }

    /** Raises what is missing; answers how many alerts are new. */
    public long generate(Instant now, DutyProgress progress) {
        return raising.raise(Long.MIN_VALUE, Columns.of(now) - 1, now, progress);
    }
}
