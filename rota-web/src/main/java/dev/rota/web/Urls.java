package dev.rota.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Writes what stands in addresses. */
final class Urls {
    private Urls() {}

    /** One segment of a path, or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The id of a row of a list, and what stands behind # in an address that leads to it: who acts on a row comes back to it,
     * with keyboard and screen reader, and not to the top of the page.
     */
    static String row(String kind, Object name) {
        return kind + "-" + encoded(String.valueOf(name));
    }
}
