package dev.rota.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What a cron expression would do, shown before it is saved.
 *
 * @param description the expression in English
 * @param zone the zone whose clocks it follows
 * @param fires the next fires, in order; empty if it never fires
 * @param warnings what may not be as it was meant; empty if nothing was found
 */
public record Preview(String description, ZoneId zone, List<Instant> fires, List<Lint> warnings) {

    public Preview {
        fires = List.copyOf(fires);
        warnings = List.copyOf(warnings);
    }

    /**
     * Previews an expression.
     *
     * @param zone a name such as {@code Europe/Riga}
     * @param from the fires lie after it, and the warnings cover the year that follows it
     * @param n how many fires to list, 0 to 1000
     * @throws CronSyntaxException if {@code cron} is not an expression
     * @throws IllegalArgumentException if the zone is not known, or {@code n} is out of range
     */
    public static Preview of(String cron, String zone, Instant from, int n) {
        return of(Cron.parse(cron), ZoneNames.parse(zone), from, n);
    }

    /** Previews an expression that has been read already; see {@link #of(String, String, Instant, int)}. */
    public static Preview of(Cron cron, ZoneId zone, Instant from, int n) {
        return new Preview(cron.describe(), zone, cron.next(from, zone, n), CronLint.check(cron, zone, from));
    }
}
