package dev.rota.schedule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** Reads the names of time zones, and guesses what a wrong one was meant to be. */
public final class ZoneNames {

    private static final int MAX_LENGTH = 64;
    private static final int MAX_EDITS = 3;

    private ZoneNames() {}

    /**
     * The zone of a name such as {@code Europe/Riga}, {@code UTC} or {@code +02:00}.
     *
     * @throws IllegalArgumentException if there is no such zone; the message proposes a similar name if there is one
     */
    public static ZoneId parse(String name) {
        String trimmed = name.strip();
        if (trimmed.length() <= MAX_LENGTH) {
            try {
                return ZoneId.of(trimmed);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(unknown(trimmed), e);
            }
        }
        throw new IllegalArgumentException(unknown(trimmed));
    }

    private static String unknown(String name) {
        String remedy = similar(name)
                .map(zone -> "Did you mean \"" + zone + "\"?")
                .orElse("Write a name such as \"Europe/Riga\" or \"UTC\".");
        return "Zone " + CronParser.shown(name) + " is not known. " + remedy;
    }

    private static Optional<String> similar(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT).replace(' ', '_');
        String best = null;
        int fewest = Math.min(MAX_EDITS, name.length() / 3) + 1;
        for (String zone : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            String known = zone.toLowerCase(Locale.ROOT);
            int city = known.lastIndexOf('/') + 1;
            int edits = Math.min(edits(wanted, known), edits(wanted, known.substring(city)) + (city > 0 ? 1 : 0));
            if (edits < fewest) {
                fewest = edits;
                best = zone;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters must be changed, added or removed to make one text the other. */
    private static int edits(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
