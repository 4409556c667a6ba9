package dev.rota.alerts;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Something that is the matter now.
 *
 * @param kind what it is
 * @param subject what it is about, as the store knows it: name of a schedule, a queue or a type, fingerprint, id
 * @param name what it is about, for people; often the subject
 * @param text what is the matter, to be read after the name and a colon, or on a line of its own below it
 * @param since when it began, by the store's clock
 */
public record Condition(AlertKind kind, String subject, String name, String text, Instant since) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 300;

    /** Name and text become one line each, of 200 and 300 characters at the most. */
    public Condition {
        name = cut(name, LONGEST_NAME);
        text = cut(text, LONGEST_TEXT);
    }

    private static String cut(String text, int most) {
        String line =
                text.replaceAll("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }

    /**
     * Equal for what is the same all along. A failure that returns once more after somebody has dealt with it is another
     * one, even if nobody looked in between.
     */
    public String key() {
        String key = kind.text() + "/" + subject;
        return kind == AlertKind.FAILURE_REGRESSED ? key + "@" + since : key;
    }

    /** Where the dashboard shows it, relative to where the dashboard stands. */
    public String path() {
        return kind.path() + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
