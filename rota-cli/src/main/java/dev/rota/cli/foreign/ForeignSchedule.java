package dev.rota.cli.foreign;

import dev.rota.schedule.Trigger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schedule of another program.
 *
 * @param line where it begins in the file, from 1; 0 if it has no line
 * @param old as it stands there, on one line
 * @param name proposed for it here
 * @param trigger when it fires; null if that cannot be told here
 * @param call what to do, if that is a call of a URL; null if it needs a handler
 * @param type proposed for its jobs
 * @param notes what somebody must know or do, each a sentence
 */
public record ForeignSchedule(
        int line,
        String old,
        String name,
        @Nullable Trigger trigger,
        @Nullable Map<String, @Nullable Object> call,
        String type,
        List<String> notes) {
    /** Characters of {@link #old}. */
    private static final int LONGEST_OLD = 200;

    private static final int LONGEST_READ = 2000;
    private static final int LONGEST_NAME = 80;

    private static final Pattern SECRET = Pattern.compile(
            "((?:^|\\s)-u\\s*|--user[ =]|(?i:authorization|cookie|x-[\\w-]*(?:key|token)):\\s*"
                    + "|(?i:token|key|password|passwd|secret)=|://)(?:(?<=://)[^\\s/@]+(?=@)|(?<!://)[^&'\"]*[^&\\s'\"])");

    public ForeignSchedule {
        notes = List.copyOf(notes);
        call = call == null ? null : new LinkedHashMap<>(call);
        old = shortened(masked(shortened(old, LONGEST_READ).strip().replaceAll("\\s+", " ")), LONGEST_OLD);
    }

    /** It is shown and kept, so what looks like a password is left out of it. */
    private static String masked(String text) {
        return SECRET.matcher(text).replaceAll("$1•••");
    }

    private static String shortened(String text, int most) {
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }

    /** True if it needs a handler that somebody has to write. */
    public boolean needsHandler() {
        return call == null;
    }

    /** With another name. */
    ForeignSchedule named(String newName) {
        return new ForeignSchedule(line, old, newName, trigger, call, type, notes);
    }

    /** With one more note. */
    public ForeignSchedule noted(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new ForeignSchedule(line, old, name, trigger, call, type, more);
    }

    /** A text as a name may be: letters, digits, dashes and dots. */
    static String name(String text) {
        String name =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._]+", "-").replaceAll("^[-._]+|[-._]+$", "");
        String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return cut.isEmpty() ? "imported" : cut;
    }

    /** The same schedules, none with the name of another. */
    static List<ForeignSchedule> distinct(List<ForeignSchedule> schedules) {
        Map<String, Integer> used = new LinkedHashMap<>();
        List<ForeignSchedule> distinct = new ArrayList<>();
        for (ForeignSchedule schedule : schedules) {
            int count = used.merge(schedule.name(), 1, Integer::sum);
            distinct.add(count == 1 ? schedule : schedule.named(schedule.name() + "-" + count));
        }
        return distinct;
    }
}
