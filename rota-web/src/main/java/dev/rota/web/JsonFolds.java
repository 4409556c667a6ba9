package dev.rota.web;

import java.util.ArrayList;
import java.util.List;

/**
 * Indented JSON for people, whose large members are folded, so that what is small is seen at once. All parts together are
 * the text as it was.
 */
record JsonFolds(List<Part> parts) {
    private static final int SHORT = 40;
    private static final int LARGE = 12;
    private static final String MEMBER = "  \"";

    /**
     * Lines that stand together.
     *
     * @param summary what is said of them while they are folded; empty if they are not
     */
    record Part(String text, String summary) {}

    static JsonFolds of(String pretty) {
        List<String> lines = pretty.lines().toList();
        if (lines.size() <= SHORT || !lines.get(0).equals("{")) {
            return new JsonFolds(List.of(new Part(pretty, "")));
        }
        List<Part> parts = new ArrayList<>();
        List<String> open = new ArrayList<>();
        List<String> member = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(MEMBER) || line.equals("}")) {
                take(member, open, parts);
            }
            member.add(line);
        }
        open.addAll(member);
        add(open, parts);
        return new JsonFolds(List.copyOf(parts));
    }

    /** What was read of a member goes where it belongs. */
    private static void take(List<String> member, List<String> open, List<Part> parts) {
        if (member.size() > LARGE) {
            add(open, parts);
            String first = member.get(0).strip();
            parts.add(new Part(
                    text(member),
                    Labels.shortened(first, 80) + " … " + Labels.counted(member.size(), "line", "lines")));
        } else {
            open.addAll(member);
        }
        member.clear();
    }

    private static void add(List<String> open, List<Part> parts) {
        if (!open.isEmpty()) {
            parts.add(new Part(text(open), ""));
            open.clear();
        }
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
