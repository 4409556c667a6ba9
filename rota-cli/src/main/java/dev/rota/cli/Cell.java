package dev.rota.cli;

import org.jspecify.annotations.Nullable;

/**
 * A text in a table.
 *
 * @param text on one line; empty if there is nothing to say
 * @param tone its colour, if colours are wanted
 */
record Cell(String text, Tone tone) {
    static final Cell EMPTY = new Cell("", Tone.PLAIN);

    /** What a colour says. */
    enum Tone {
        PLAIN(""),
        GOOD("32"),
        BUSY("36"),
        WARNING("33"),
        BAD("31"),
        QUIET("2"),
        TITLE("1");

        private final String code;

        Tone(String code) {
            this.code = code;
        }

        String paint(String text) {
            return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    }

    /** How many characters it shows. */
    int width() {
        return text.codePointCount(0, text.length());
    }

    /** The same with {@code most} characters, of which the last tells that there were more; itself if it has no more. */
    Cell cut(int most) {
        return width() <= most ? this : new Cell(text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…", tone);
    }

    /** A plain text; null makes an empty cell. */
    static Cell of(@Nullable Object value) {
        return value == null ? EMPTY : toned(value.toString(), Tone.PLAIN);
    }

    /** Only the first line is kept, and no control character: a stored text must not steer a terminal. */
    static Cell toned(String text, Tone tone) {
        return new Cell(oneLine(text), tone);
    }

    private static String oneLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return printable(line);
    }

    /** The text without control characters other than line feed and tab. */
    static String printable(String text) {
        boolean clean = text.chars().noneMatch(Cell::steers);
        return clean
                ? text
                : text.codePoints()
                        .map(c -> steers(c) ? '?' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean steers(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t';
    }
}
