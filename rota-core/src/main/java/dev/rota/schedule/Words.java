package dev.rota.schedule;

import java.util.List;

/** Lists in English. */
final class Words {

    private Words() {}

    /** {@code "a"}, {@code "a and b"}, {@code "a, b and c"}. */
    static String and(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        int last = items.size() - 1;
        return String.join(", ", items.subList(0, last)) + " and " + items.get(last);
    }

    /** {@code "1 hour"}, {@code "2 hours"}. */
    static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
