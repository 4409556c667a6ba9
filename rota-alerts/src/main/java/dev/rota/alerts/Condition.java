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
 * @param text what is the matter, as the rest of a sentence that begins with the name
 * @param since when it began, by the store's clock
 */
public record Condition(AlertKind kind, String subject, String name, String text, Instant since) {
    private static final int LONGEST = 300;

    public Condition {
        name = cut(name);
        text = cut(text);
    }

    private static String cut(String text) {
        String line =
                text.replaceAll("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
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
