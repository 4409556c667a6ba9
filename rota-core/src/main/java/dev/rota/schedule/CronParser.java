package dev.rota.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Splits a cron text into fields and has {@link TermParser} read each. */
final class CronParser {

    /** A list of all sixty minutes is shorter; a longer text is refused unread. */
    static final int MAX_LENGTH = 200;

    private static final String EXPRESSION = "expression";
    /** Also the marks that change the direction of what follows. */
    private static final Pattern CONTROL =
            Pattern.compile("[\\p{Cntrl}\\u0080-\\u009F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

    /** The fields in the order of {@link FieldKind}; a five-field text has second {@code 0}. */
    record Parsed(String text, List<CronField> fields, boolean hasSeconds) {

        CronField field(FieldKind kind) {
            return fields.get(kind.ordinal());
        }
    }

    private record Token(String text, int position) {}

    private CronParser() {}

    static Parsed parse(String given) {
        if (given.length() > MAX_LENGTH) {
            throw failure(0, "The expression has " + given.length() + " characters. Use at most " + MAX_LENGTH);
        }
        List<Token> tokens = split(given);
        if (tokens.isEmpty()) {
            throw failure(0, "The expression is empty. Use five fields such as \"0 3 * * SUN\", or @daily");
        }
        if (tokens.get(0).text().startsWith("@")) {
            return parseNickname(tokens);
        }
        if (tokens.size() != 5 && tokens.size() != 6) {
            throw wrongCount(tokens);
        }
        return new Parsed(normalised(tokens), fields(tokens), tokens.size() == 6);
    }

    private static Parsed parseNickname(List<Token> tokens) {
        Token nickname = tokens.get(0);
        if (tokens.size() > 1) {
            throw failure(tokens.get(1).position(), shown(nickname.text()) + " stands alone. Remove what follows it");
        }
        String expanded = switch (nickname.text().toLowerCase(Locale.ROOT)) {
            case "@yearly", "@annually" -> "0 0 1 1 *";
            case "@monthly" -> "0 0 1 * *";
            case "@weekly" -> "0 0 * * SUN";
            case "@daily", "@midnight" -> "0 0 * * *";
            case "@hourly" -> "0 * * * *";
            default ->
                throw failure(
                        nickname.position(),
                        shown(nickname.text())
                                + " is not known. Use @yearly, @annually, @monthly, @weekly, @daily, @midnight"
                                + " or @hourly");
        };
        return new Parsed(normalised(tokens), fields(split(expanded)), false);
    }

    private static CronSyntaxException wrongCount(List<Token> tokens) {
        String found = "The expression has " + tokens.size() + (tokens.size() == 1 ? " field. " : " fields. ");
        String remedy = tokens.size() == 7
                ? "A year field, as Quartz has it, is not read: leave it out and give the schedule an end instead"
                : "Use five (minute hour day-of-month month day-of-week), or six with seconds first";
        return failure(tokens.get(Math.min(tokens.size() - 1, 6)).position(), found + remedy);
    }

    private static List<CronField> fields(List<Token> tokens) {
        int skipped = 6 - tokens.size();
        List<CronField> fields = new ArrayList<>(6);
        if (skipped == 1) {
            fields.add(new TermParser(FieldKind.SECOND, 0, "0", 0).field());
        }
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            FieldKind kind = FieldKind.values()[i + skipped];
            fields.add(new TermParser(kind, i + 1, token.text(), token.position()).field());
        }
        return List.copyOf(fields);
    }

    private static List<Token> split(String text) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            if (Character.isWhitespace(text.charAt(i))) {
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
                i++;
            }
            tokens.add(new Token(text.substring(start, i), start));
        }
        return tokens;
    }

    private static String normalised(List<Token> tokens) {
        return String.join(" ", tokens.stream().map(Token::text).toList());
    }

    private static CronSyntaxException failure(int position, String message) {
        return new CronSyntaxException(EXPRESSION, position, message);
    }

    /** A piece of the text for a message: quoted, short however long it is, and harmless to terminals and logs. */
    static String shown(String piece) {
        String shown = piece.length() > 24 ? piece.substring(0, 24) + "…" : piece;
        return '"' + CONTROL.matcher(shown).replaceAll("\uFFFD") + '"';
    }
}
