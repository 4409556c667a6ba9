package dev.rota.systems.audiobooks.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to sources: one at a time for each, with the source's interval between the starts of two.
 *
 * <p>Holds in one process. Among several it holds because the jobs that ask a source exclude each other. Thread-safe.
 */
public final class PoliteClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;
    private static final int GATEWAY_TIMEOUT = 504;

    private final HttpClient http;
    private final SourceHealth health;
    private final Pauses pauses;
    private final InstantSource clock;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    public PoliteClient(SourceHealth health, Pauses pauses, InstantSource clock) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.health = health;
        this.pauses = pauses;
        this.clock = clock;
    }

    /** Asks for a document, as a whole. */
    Reply get(Source source, URI uri, @Nullable String ifModifiedSince)
            throws SourceUnavailableException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
        if (ifModifiedSince != null) {
            request.header("If-Modified-Since", ifModifiedSince);
        }
        return send(source, request, (status, headers, body) -> {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("expected at most " + MOST_BYTES + " bytes, found more at " + uri.getPath());
            }
            String modified = headers.firstValue("Last-Modified").orElse(null);
            return new Reply(status, new String(bytes, StandardCharsets.UTF_8), modified);
        });
    }

    /** Sends a request; the reader sees the answer while it comes. It counts as one request until the reader returns. */
    <T> T send(Source source, HttpRequest.Builder request, Reader<T> reader)
            throws SourceUnavailableException, InterruptedException {
        Gate gate = gates.computeIfAbsent(source.name(), name -> new Gate());
        gate.lock.lockInterruptibly();
        try {
            health.check(source);
            gate.keepDistance(source.minInterval());
            HttpResponse<InputStream> response = http.send(
                    request.header("User-Agent", source.userAgent())
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (isRefusal(response.statusCode())) {
                    throw health.failed(source.name(), "status " + response.statusCode(), retryAfter(response));
                }
                T result = reader.read(response.statusCode(), response.headers(), body);
                health.succeeded(source);
                return result;
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw health.failed(source.name(), "no answer (" + reason + ")", null);
        } finally {
            gate.lock.unlock();
        }
    }

    private static boolean isRefusal(int status) {
        return status == TOO_MANY_REQUESTS
                || status == BAD_GATEWAY
                || status == UNAVAILABLE
                || status == GATEWAY_TIMEOUT;
    }

    /** Seconds or an HTTP date (RFC 9110, 10.2.3); null if there is neither. */
    private @Nullable Instant retryAfter(HttpResponse<?> response) {
        String value = response.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,7}")) {
            return clock.instant().plusSeconds(Long.parseLong(value));
        }
        try {
            return value.isEmpty()
                    ? null
                    : ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null; // Then the ladder alone decides.
        }
    }

    /** Reads an answer. */
    @FunctionalInterface
    interface Reader<T> {
        T read(int status, java.net.http.HttpHeaders headers, InputStream body)
                throws IOException, InterruptedException;
    }

    private final class Gate {
        private final ReentrantLock lock = new ReentrantLock(true);
        private @Nullable Instant last;

        void keepDistance(Duration interval) throws InterruptedException {
            if (last != null) {
                Duration wait = Duration.between(clock.instant(), last.plus(interval));
                if (wait.compareTo(Duration.ZERO) > 0) {
                    // A clock that was set back must not stop the source for longer than the interval.
                    pauses.pause(wait.compareTo(interval) > 0 ? interval : wait);
                }
            }
            last = clock.instant();
        }
    }
}
