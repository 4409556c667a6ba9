package dev.rota.web;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where somebody wanted to go who was asked to log in first: never out of what is mounted here. */
final class NextPage {
    private static final int LONGEST = 2_000;

    private NextPage() {}

    /**
     * What the address of the login page ends with, so that it knows.
     *
     * @param path below the base path
     * @param query null if there is none
     */
    static String query(String path, @Nullable String query) {
        String next = query == null ? path : path + "?" + query;
        return next.equals("/") || !isHere(next) ? "" : "?next=" + Urls.encoded(next);
    }

    /** Where to go from the login page, relative to it; to the overview if what was given leads elsewhere. */
    static String after(@Nullable String next) {
        return next == null || !isHere(next) ? "./" : "." + next;
    }

    /** Whether it is a path below the base path, which no browser takes for more than that. */
    static boolean isHere(String next) {
        int query = next.indexOf('?');
        String path = query < 0 ? next : next.substring(0, query);
        return next.length() <= LONGEST
                && next.chars().allMatch(letter -> letter > ' ' && letter < 0x7f && letter != '\\' && letter != '#')
                && path.startsWith("/")
                && !path.contains("//")
                && Arrays.stream(path.toLowerCase(Locale.ROOT)
                                .replace("%2e", ".")
                                .split("/"))
                        .noneMatch(step -> step.equals(".") || step.equals(".."));
    }
}
