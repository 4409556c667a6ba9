package dev.rota.cli;

import java.util.List;
import java.util.Locale;

/** What is said when there is nothing of the name that was given. */
final class NotFound {
    private static final int SHOWN = 5;

    private NotFound() {}

    /**
     * A sentence that names what there is: the similar ones, or some.
     *
     * @param none that there is none, as in {@code There is no queue "mial"}
     * @param name what was given
     * @param known what there is
     */
    static String sentence(String none, String name, List<String> known) {
        if (known.isEmpty()) {
            return none + ", nor any other.";
        }
        List<String> similar =
                known.stream().filter(one -> isSimilar(one, name)).limit(SHOWN).toList();
        if (!similar.isEmpty()) {
            return none + ": did you mean " + String.join(" or ", similar) + "?";
        }
        String more = known.size() > SHOWN ? " and " + (known.size() - SHOWN) + " more" : "";
        return none + ": expected " + (known.size() == 1 ? "" : "one of ")
                + String.join(", ", known.subList(0, Math.min(SHOWN, known.size()))) + more + ".";
    }

    private static boolean isSimilar(String known, String name) {
        String a = known.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        return b.length() > 2 && (a.contains(b) || b.contains(a) || sharesMost(a, b));
    }

    /** True if what differs lies between a common beginning and a common end and is short. */
    private static boolean sharesMost(String a, String b) {
        int least = Math.min(a.length(), b.length());
        int start = 0;
        while (start < least && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < least - start && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return Math.max(a.length(), b.length()) - start - end <= 2;
    }
}
