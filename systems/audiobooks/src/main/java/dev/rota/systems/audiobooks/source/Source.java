package dev.rota.systems.audiobooks.source;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server that is asked.
 *
 * @param name one of the constants of this class
 * @param baseUrl scheme, host and port, and a path without a slash at its end
 * @param minInterval at least so long from the start of one request to the start of the next
 * @param userAgent says who asks and how to reach them
 * @param enabled false: it is not asked at all
 */
public record Source(String name, String baseUrl, Duration minInterval, String userAgent, boolean enabled) {
    public static final String LIBRIVOX = "librivox";
    public static final String OPEN_LIBRARY = "openlibrary";
    public static final String GOOGLE_BOOKS = "googlebooks";
    public static final String ARCHIVE = "archive";

    /** Below the base URL, with parameters in the map's order. */
    URI uri(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(baseUrl + path + (query.isEmpty() ? "" : "?" + query));
    }

    /** As a segment of a path or a part of a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
