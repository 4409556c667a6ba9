package dev.rota.testing.fuzz;

import java.util.List;
import java.util.Random;

/** Texts that nobody means. */
public final class Texts {
    /** Each of them has been somebody's undoing. */
    public static final List<String> AWKWARD = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\r\nX-Injected: 1",
            "a\nb",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\u200B",
            "\u202Etxt.exe",
            "\uD800",
            "\uDC00\uD800",
            "\uFFFF",
            "😀",
            "👩‍👩‍👧‍👦",
            "e\u0301\u0301\u0301",
            "١٢٣",
            "１２",
            "ſ",
            "İ",
            "-0",
            "-1",
            "NaN",
            "1e999",
            "0x7f",
            "2147483648",
            "-9223372036854775808",
            "9223372036854775808",
            "99999999999999999999999999",
            "null",
            "true",
            "'; drop table rota_job; --",
            "%",
            "_%\\",
            "../../etc/passwd",
            "..%2f..%2f",
            "%00",
            "%zz",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "%s%n%x",
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "javascript:alert(1)",
            "*",
            "+1000000000-12-31T23:59:59Z",
            "-1000000000-01-01T00:00Z",
            "2026-02-30T00:00:00Z",
            "PT9223372036854775807S",
            "-P1D",
            "P99999999D");

    private static final int HUGE = 1_000_000;

    private Texts() {}

    /** One of {@link #AWKWARD}, a random one, or rarely one of a million characters. */
    public static String any(Random random) {
        return switch (random.nextInt(64)) {
            case 0 -> huge(random);
            case 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> letters(random, random.nextInt(40));
            case 11 -> letters(random, random.nextInt(2_000));
            default -> AWKWARD.get(random.nextInt(AWKWARD.size()));
        };
    }

    /** A million characters. */
    public static String huge(Random random) {
        String part = switch (random.nextInt(4)) {
            case 0 -> "9";
            case 1 -> "*,";
            case 2 -> "\u202E\uD83D\uDE00";
            default -> letters(random, 1 + random.nextInt(8));
        };
        return part.repeat(HUGE / part.length());
    }

    /** Random characters: mostly ASCII, some of everything that a {@code char} can be. */
    public static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
        }
        return text.toString();
    }

    /** Random words of a language, put together without its grammar. */
    public static String of(Random random, List<String> words, int most) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.append(words.get(random.nextInt(words.size())));
        }
        return text.toString();
    }

    /** A text with a few changes: parts cut out, doubled, swapped for others or for awkward ones. */
    public static String mutated(Random random, String text) {
        String mutated = text;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int from = random.nextInt(mutated.length() + 1);
            int to = from + random.nextInt(Math.min(12, mutated.length() - from) + 1);
            String part = mutated.substring(from, to);
            String instead = switch (random.nextInt(6)) {
                case 0 -> "";
                case 1 -> part + part;
                case 2 -> letters(random, 1);
                case 3 -> AWKWARD.get(random.nextInt(AWKWARD.size()));
                case 4 -> new StringBuilder(part).reverse().toString();
                default -> String.valueOf(random.nextInt());
            };
            mutated = mutated.substring(0, from) + instead + mutated.substring(to);
        }
        return mutated;
    }
}
