package dev.rota.server.http;

import dev.rota.job.JobType;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a job of type {@code http} calls. Only {@code url} must be given.
 *
 * @param method such as POST; GET unless given
 * @param url http or https, without user and password
 * @param headers the values are never shown
 * @param body a text is sent as it is, anything else as JSON; none unless given
 * @param expectedStatus which answers are a success, such as {@code 200-204,304}; 200-299 unless given
 * @param retryStatus which others are tried again; 408,425,429,500-599 unless given. What remains fails at once
 * @param timeout of the whole call, 100 ms to 1 hour; 30 s unless given
 * @param followRedirects how many at the most, 0 to 10; 3 unless given
 */
public record HttpCall(
        @Nullable String method,
        String url,
        @Nullable Map<String, HeaderValue> headers,
        @Nullable JsonNode body,
        @Nullable String expectedStatus,
        @Nullable String retryStatus,
        @Nullable Duration timeout,
        @Nullable Integer followRedirects) {
    /** The type: a timeout of its own stands in the arguments. */
    public static final JobType<HttpCall> TYPE = JobType.of("http", HttpCall.class);

    static final StatusSet SUCCESS = StatusSet.parse("200-299");
    static final StatusSet AGAIN = StatusSet.parse("408,425,429,500-599");
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer");
    private static final int MOST_HEADERS = 50;
    private static final int MOST_REDIRECTS = 10;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** @throws IllegalArgumentException if something is not as described above */
    public HttpCall {
        if (!METHODS.contains(methodOr(method))) {
            throw new IllegalArgumentException(
                    "Method is \"" + method + "\", expected GET, HEAD, POST, PUT, PATCH, " + "DELETE or OPTIONS");
        }
        target(url);
        checkHeaders(headers == null ? Map.of() : headers);
        status(expectedStatus, SUCCESS);
        status(retryStatus, AGAIN);
        if (timeout != null && (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("Timeout is " + timeout + ", expected PT0.1S to PT1H");
        }
        if (followRedirects != null && (followRedirects < 0 || followRedirects > MOST_REDIRECTS)) {
            throw new IllegalArgumentException(
                    "Follow redirects is " + followRedirects + ", expected 0 to " + MOST_REDIRECTS);
        }
    }

    private static void checkHeaders(Map<String, HeaderValue> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw new IllegalArgumentException(
                    "There are " + headers.size() + " headers, expected at most " + MOST_HEADERS);
        }
        for (String name : headers.keySet()) {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "Name of a header is not valid: expected letters, digits and hyphens, such as Authorization");
            }
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("Header " + name + " is set by the call itself: leave it out");
            }
        }
    }

    /**
     * An address that may be called, as far as its text says.
     *
     * @throws IllegalArgumentException if it is none
     */
    static URI target(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "URL is malformed at character " + e.getIndex()
                            + ": expected such as https://example.org/path, with blanks and the like as %20",
                    e);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("URL has the scheme \"" + scheme + "\", expected http or https");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "URL holds a user or password, which would be seen: expected a header Authorization instead");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw new IllegalArgumentException(
                    "URL names no host and port, expected such as https://example.org:8443/");
        }
        return uri;
    }

    private static String methodOr(@Nullable String method) {
        return method == null ? "GET" : method.toUpperCase(Locale.ROOT);
    }

    private static StatusSet status(@Nullable String text, StatusSet otherwise) {
        return text == null ? otherwise : StatusSet.parse(text);
    }

    String methodToUse() {
        return methodOr(method);
    }

    Map<String, HeaderValue> headersToSend() {
        return headers == null ? Map.of() : headers;
    }

    StatusSet expected() {
        return status(expectedStatus, SUCCESS);
    }

    StatusSet again() {
        return status(retryStatus, AGAIN);
    }

    Duration timeoutToUse() {
        return timeout == null ? Duration.ofSeconds(30) : timeout;
    }

    int redirects() {
        return followRedirects == null ? 3 : followRedirects;
    }
}
