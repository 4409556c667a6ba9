package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.LogLine;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a job's log, or of one attempt's.
 *
 * @param leases of the attempt; null for all attempts
 */
record JobLog(Rota rota, long id, @Nullable Set<Long> leases) {
    /** That are read at once. */
    static final int MOST_LINES = 1_000;

    private static final int MOST_TEXT = 8 << 20;

    /** As the query of a URL says: an attempt that there is none of has no lines. */
    static JobLog of(Context ctx, Rota rota, long id) {
        if (Requests.query(ctx, "attempt") == null) {
            return new JobLog(rota, id, null);
        }
        int number = Requests.number(ctx, "attempt", 1, Integer.MAX_VALUE);
        return new JobLog(rota, id, LogFilter.leases(rota.jobs().attempts(id), number));
    }

    /** After the line of that number, at most so many. */
    List<LogLine> lines(long after, int limit) {
        if (leases == null) {
            return rota.jobs().log(id, after, limit);
        }
        List<LogLine> lines = new ArrayList<>();
        for (long lease : leases.stream().sorted().toList()) {
            if (lines.size() < limit) {
                lines.addAll(rota.store().archive().log(id, lease, after, limit - lines.size()));
            }
        }
        return lines;
    }

    /** All lines after that one, which the store keeps within bounds. */
    String text(long after) {
        StringBuilder text = new StringBuilder();
        long seq = after;
        List<LogLine> lines;
        do {
            lines = lines(seq, MOST_LINES);
            for (LogLine line : lines) {
                text.append(line.at())
                        .append(' ')
                        .append(line.level())
                        .append(' ')
                        .append(line.text())
                        .append('\n');
                seq = line.seq();
            }
        } while (lines.size() == MOST_LINES && text.length() < MOST_TEXT);
        return text.toString();
    }
}
