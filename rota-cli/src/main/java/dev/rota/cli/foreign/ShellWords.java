package dev.rota.cli.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a command of a shell as far as it is one program with words: no pipe, no variable, no second command. */
final class ShellWords {
    private static final String MEANING = "|;&<>()`$*?[]{}~!#\n";

    private final String text;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /** The words; empty if the command is more than a program with words. What goes to other files is left out. */
    static Optional<List<String>> of(String command) {
        String plain = command.replaceAll("\\s*(?:&>>?|[12]?>>?)\\s*(?:&[12]|[\\w./-]+)", " ");
        return new ShellWords(plain).words();
    }

    private Optional<List<String>> words() {
        List<String> words = new ArrayList<>();
        while (true) {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            if (at == text.length()) {
                return Optional.of(words);
            }
            Optional<String> word = word();
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
    }

    private Optional<String> word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
            char c = text.charAt(at++);
            if (c == '\'' || c == '"') {
                if (!quoted(c, word)) {
                    return Optional.empty();
                }
            } else if (c == '\\' && at < text.length()) {
                word.append(text.charAt(at++));
            } else if (MEANING.indexOf(c) >= 0 && !isHarmless(c)) {
                return Optional.empty();
            } else {
                word.append(c);
            }
        }
        return Optional.of(word.toString());
    }

    /** A shell leaves these as they are where they match no file, and URLs match none. */
    private boolean isHarmless(char c) {
        return "?[]{}~!#".indexOf(c) >= 0 && at > 1 && text.charAt(at - 2) != ' ';
    }

    private boolean quoted(char quote, StringBuilder word) {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (quote == '"' && (c == '$' || c == '`')) {
                return false;
            }
            if (quote == '"' && c == '\\' && at < text.length() && "\"\\$`".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
            }
            word.append(c);
        }
        return false;
    }
}
