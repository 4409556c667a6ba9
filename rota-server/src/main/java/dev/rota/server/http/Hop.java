package dev.rota.server.http;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request of a call: the first, or one that a redirect asks for.
 *
 * @param body null for none
 */
record Hop(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String body) {
    private static final Set<String> HARMLESS = Set.of("accept", "accept-language", "user-agent");

    static Hop first(HttpCall call, String idempotencyKey, String userAgent) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("User-Agent", userAgent);
        headers.put("Accept", "*/*");
        headers.put("Idempotency-Key", idempotencyKey);
        String body = null;
        if (call.body() != null && !call.body().isNull()) {
            boolean text = call.body().isString();
            body = text ? call.body().asString() : call.body().toString();
            headers.put("Content-Type", text ? "text/plain; charset=utf-8" : "application/json");
        }
        call.headersToSend().forEach((name, value) -> headers.put(name, value.text()));
        return new Hop(call.methodToUse(), HttpCall.target(call.url()), headers, body);
    }

    /**
     * Where an answer sends one. 307 and 308 keep method and body, 303 makes a GET, and 301 and 302 do so from a POST, as
     * browsers do (RFC 9110, 15.4). What was meant for one origin does not go to another.
     *
     * @throws IllegalArgumentException if that is no address that may be called
     */
    Hop to(HttpAnswer answer) {
        URI next = HttpCall.target(
                uri.resolve(URI.create(String.valueOf(answer.location()))).toString());
        if (uri.getScheme().equalsIgnoreCase("https") && next.getScheme().equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("It leads from https to http, where it could be read");
        }
        boolean keeps = answer.status() == 307
                || answer.status() == 308
                || method.equals("HEAD")
                || (answer.status() != 303 && !method.equals("POST"));
        boolean same = origin(uri).equals(origin(next));
        Map<String, String> kept = headers.entrySet().stream()
                .filter(header -> same || HARMLESS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .filter(header -> keeps || !header.getKey().equalsIgnoreCase("Content-Type"))
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        Map.Entry::getValue,
                        (a, b) -> a,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
        if (keeps && !same && body != null) {
            throw new IllegalArgumentException("It leads to another origin, which the body is not meant for");
        }
        return new Hop(keeps ? method : "GET", next, kept, keeps ? body : null);
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** For people: without the query, which often holds a key. */
    String shown() {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + path + (uri.getRawQuery() == null ? "" : "?…");
    }
}
