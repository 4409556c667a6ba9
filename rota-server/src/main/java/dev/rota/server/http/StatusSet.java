package dev.rota.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some of the status codes of HTTP, written as {@code 200-204,304}. */
record StatusSet(List<Range> ranges) {
    private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
    private static final int MOST = 50;

    record Range(int first, int last) {}

    /** @throws IllegalArgumentException if the text is malformed */
    static StatusSet parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", MOST + 1)) {
            Matcher matcher = RANGE.matcher(part.strip());
            if (!matcher.matches() || ranges.size() == MOST) {
                throw malformed(text);
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                throw malformed(text);
            }
            ranges.add(new Range(first, last));
        }
        return new StatusSet(List.copyOf(ranges));
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("Status is \"" + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                + "\", expected codes and ranges from 100 to 599 such as 200-204,304");
    }

    boolean contains(int status) {
        return ranges.stream().anyMatch(range -> range.first() <= status && status <= range.last());
    }

    @Override
    public String toString() {
        return String.join(
                ",",
                ranges.stream()
                        .map(range -> range.first() == range.last()
                                ? String.valueOf(range.first())
                                : range.first() + "-" + range.last())
                        .toList());
    }
}
