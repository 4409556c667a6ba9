package dev.rota.web.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a query from left to right, each character once. */
final class QueryParser {
    private static final int MOST_VALUES = 100;
    private static final int LONGEST_PATH = 20;

    private final String text;
    private final List<Term> terms = new ArrayList<>();
    private int at;
    private int values;

    /**
     * A value as it stands in the text.
     *
     * @param start where it begins, from 0
     * @param quoted true if it stood in quotes, so that nothing in it has a meaning
     * @param prefix true if * followed
     */
    record Raw(String text, int start, boolean quoted, boolean prefix) {}

    QueryParser(String text) {
        this.text = text;
    }

    JobQuery parse() {
        if (text.length() > JobQuery.LONGEST) {
            throw new QuerySyntaxException(
                    JobQuery.LONGEST + 1, "at most " + JobQuery.LONGEST + " characters", text.length() + " characters");
        }
        skipSpace();
        while (at < text.length()) {
            term();
            skipSpace();
        }
        return new JobQuery(terms);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private void term() {
        boolean negated = text.charAt(at) == '-';
        if (negated) {
            at++;
        }
        int start = at;
        String word = keyWord();
        if (!word.isEmpty() && at < text.length() && text.charAt(at) == ':') {
            at++;
            keyed(word, start, negated);
        } else {
            at = start;
            terms.add(free(negated));
        }
    }

    /** Letters, digits, dots and the like up to what is none of them. */
    private String keyWord() {
        int start = at;
        while (at < text.length() && isKeyLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isKeyLetter(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '.' || letter == '_' || letter == '-' || letter == '$';
    }

    private void keyed(String word, int start, boolean negated) {
        Optional<Key> member = member(word);
        Key key = member.or(() -> Key.of(word)).orElseThrow(() -> unknownKey(word, start));
        List<Raw> raws = list(key);
        TermReader reader = new TermReader(key, raws, negated);
        if (member.isPresent()) {
            terms.add(reader.member(path(word, key, start)));
        } else {
            terms.addAll(reader.read());
        }
    }

    private static Optional<Key> member(String word) {
        return Arrays.stream(Key.values())
                .filter(key -> key.kind() == Key.Kind.MEMBER && word.startsWith(key.word() + "."))
                .findFirst();
    }

    private static List<String> path(String word, Key key, int start) {
        List<String> path = List.of(word.substring(key.word().length() + 1).split("\\.", -1));
        if (path.contains("") || path.size() > LONGEST_PATH) {
            throw new QuerySyntaxException(
                    start + 1, "1 to " + LONGEST_PATH + " names separated by dots, as in " + key.example(), word);
        }
        return path;
    }

    private static QuerySyntaxException unknownKey(String word, int start) {
        return new QuerySyntaxException(
                start + 1,
                "one of " + String.join(", ", Key.words()) + ", or quotes around a word with a colon",
                "\"" + word + ":\"");
    }

    private List<Raw> list(Key key) {
        List<Raw> raws = new ArrayList<>();
        raws.add(value(key));
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            raws.add(value(key));
        }
        if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            throw new QuerySyntaxException(at + 1, "a space or a comma", found());
        }
        return raws;
    }

    private Raw value(Key key) {
        if (++values > MOST_VALUES) {
            throw new QuerySyntaxException(at + 1, "at most " + MOST_VALUES + " values", "more");
        }
        int start = at;
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String value = quoted ? quoted() : bare();
        boolean prefix = at < text.length() && text.charAt(at) == '*';
        if (prefix) {
            at++;
        }
        if (value.isEmpty() && !quoted && !prefix) {
            throw new QuerySyntaxException(start + 1, "a value, as in " + key.example(), found());
        }
        return new Raw(value, start, quoted, prefix);
    }

    private Term free(boolean negated) {
        int start = at;
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String word = quoted ? quoted() : bareWord();
        if (word.isEmpty()) {
            throw new QuerySyntaxException(start + 1, "a word, or a key with a value as in queue:mail", found());
        }
        if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            throw new QuerySyntaxException(at + 1, "a space", found());
        }
        return new Term.Free(word, negated);
    }

    private String bareWord() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && text.charAt(at) != '"') {
            at++;
        }
        return text.substring(start, at);
    }

    private String bare() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "\",*".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        int start = at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new QuerySyntaxException(start + 1, "a quote that ends again", "one that does not");
        }
        at++;
        return value.toString();
    }

    private String found() {
        return at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
    }
}
