package dev.rota.web;

import dev.rota.job.Attempt;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of a job's log, and how.
 *
 * @param least the least grave level
 * @param attempt only lines of this attempt; null for all
 * @param find only lines with this in them, whatever the case; null for all
 * @param wrap true if long lines are broken
 */
record LogFilter(
        LogLevel least, @Nullable Integer attempt, @Nullable String find, boolean wrap) {
    private static final int LONGEST = 200;

    static LogFilter of(Context ctx) {
        String find = Requests.query(ctx, "find");
        String attempt = Requests.query(ctx, "attempt");
        return new LogFilter(
                LogRows.level(Requests.query(ctx, "level")),
                attempt != null && attempt.matches("[0-9]{1,9}") ? Integer.valueOf(attempt) : null,
                find == null ? null : find.substring(0, Math.min(LONGEST, find.length())),
                !"off".equals(Requests.query(ctx, "wrap")));
    }

    LogFilter level(LogLevel other) {
        return new LogFilter(other, attempt, find, wrap);
    }

    /** As the query of a URL. */
    String text() {
        List<String> parts = new ArrayList<>(List.of("level=" + Problem.lower(least)));
        if (attempt != null) {
            parts.add("attempt=" + attempt);
        }
        if (find != null) {
            parts.add("find=" + Urls.encoded(find));
        }
        if (!wrap) {
            parts.add("wrap=off");
        }
        return String.join("&", parts);
    }

    /** True if some lines of this level are left out. */
    boolean isSelective() {
        return attempt != null || find != null;
    }

    /** The leases of an attempt: several if it was put off or handed back, which counts as nothing. */
    static Set<Long> leases(List<Attempt> attempts, int number) {
        return attempts.stream()
                .filter(each -> each.number() == number)
                .map(Attempt::lease)
                .collect(Collectors.toSet());
    }

    /** The lease to ask the store for; null if all lines have to be looked at. */
    @Nullable
    Long lease(List<Attempt> attempts) {
        Set<Long> leases = attempt == null ? Set.of() : leases(attempts, attempt);
        return leases.size() == 1 ? leases.iterator().next() : null;
    }

    /** Whether a line is shown; {@code number} is that of its attempt, or null. */
    boolean holds(LogLine line, @Nullable Integer number) {
        return line.level().compareTo(least) >= 0
                && (attempt == null || attempt.equals(number))
                && (find == null || line.text().toLowerCase(Locale.ROOT).contains(find.toLowerCase(Locale.ROOT)));
    }
}
