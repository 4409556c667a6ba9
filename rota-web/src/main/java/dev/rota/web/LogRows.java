package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Attempt;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a job's log.
 *
 * @param filter what is shown
 * @param laterAfter the line after which it goes on; null if this is its end
 * @param earlier true if lines may stand before these
 */
record LogRows(List<Row> rows, LogFilter filter, @Nullable Long laterAfter, boolean earlier) {
    private static final int SHOWN = 500;
    private static final int TAIL = 200;
    private static final int READ_AT_ONCE = 1_000;
    private static final int MOST_READ = 10_000;

    /** A line; {@code attempt} is its number, or empty. */
    record Row(long seq, Instant at, String level, String hue, String text, String attempt) {
        static Row of(LogLine line, Map<Long, Integer> numbers) {
            Integer attempt = numbers.get(line.lease());
            return new Row(
                    line.seq(),
                    line.at(),
                    line.level().name(),
                    switch (line.level()) {
                        case ERROR -> "bad";
                        case WARN -> "attention";
                        default -> "neutral";
                    },
                    line.text(),
                    attempt == null ? "" : String.valueOf(attempt));
        }
    }

    /** The level of that name; the least grave one for anything else. */
    static LogLevel level(@Nullable String text) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equals(text == null ? "" : text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(LogLevel.values()[0]);
    }

    private static Map<Long, Integer> numbers(List<Attempt> attempts) {
        return attempts.stream().collect(Collectors.toMap(Attempt::lease, Attempt::number, (first, second) -> first));
    }

    /** The last lines, to which later ones are added as they come. */
    static LogRows tail(Rota rota, long jobId, List<Attempt> attempts, LogFilter filter) {
        List<LogLine> lines = rota.store().archive().lastLog(jobId, filter.lease(attempts), READ_AT_ONCE);
        Map<Long, Integer> numbers = numbers(attempts);
        List<Row> rows = lines.stream()
                .filter(line -> filter.holds(line, numbers.get(line.lease())))
                .map(line -> Row.of(line, numbers))
                .toList();
        int before = Math.max(0, rows.size() - TAIL);
        return new LogRows(rows.subList(before, rows.size()), filter, null, before > 0 || lines.size() == READ_AT_ONCE);
    }

    /** The lines that come after that one, 0 for the first. */
    static LogRows after(Rota rota, long jobId, List<Attempt> attempts, LogFilter filter, long after) {
        Map<Long, Integer> numbers = numbers(attempts);
        Long lease = filter.lease(attempts);
        List<Row> rows = new ArrayList<>();
        long seq = after;
        for (int read = 0; read < MOST_READ; read += READ_AT_ONCE) {
            List<LogLine> lines = rota.store().archive().log(jobId, lease, seq, READ_AT_ONCE);
            for (LogLine line : lines) {
                if (filter.holds(line, numbers.get(line.lease()))) {
                    if (rows.size() == SHOWN) {
                        return new LogRows(rows, filter, seq, after > 0);
                    }
                    rows.add(Row.of(line, numbers));
                }
                seq = line.seq();
            }
            if (lines.size() < READ_AT_ONCE) {
                return new LogRows(rows, filter, null, after > 0);
            }
        }
        return new LogRows(rows, filter, seq, after > 0);
    }
}
