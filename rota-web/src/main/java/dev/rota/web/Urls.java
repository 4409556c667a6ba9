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
}
