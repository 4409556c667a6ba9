package dev.rota.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Sends requests to a server, and tells its problems as failures of the command. Redirections are not followed: the token
 * is for this server alone.
 */
final class RestClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the longest that a server is asked to wait. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Server server;
    private final HttpClient http;
    private final @Nullable String reason;

    /** One that changes nothing of which anybody would ask why. */
    RestClient(Server server) {
        this(server, null);
    }

    /** @param reason why something is changed; null if nobody says */
    RestClient(Server server, @Nullable String reason) {
        this.server = server;
        this.reason = reason;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * A request.
     *
     * @param path below {@code /api/v1}, encoded, with its query
     * @param body null sends none
     */
    record Call(String method, String path, @Nullable Body body, Map<String, String> headers) {
        static Call get(String path) {
            return new Call("GET", path, null, Map.of());
        }

        static Call post(String path, @Nullable Body body) {
            return new Call("POST", path, body, Map.of());
        }
    }

    /** An answer that is no problem. The body is empty if there is none. Null is no ETag. */
    record Answer(int status, Body body, @Nullable String etag) {}

    /** A part of a path or of a query. */
    static String encoded(Object part) {
        return URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    Body get(String path) {
        return send(Call.get(path)).body();
    }

    /** Empty if the server says that there is no such thing. */
    Optional<Body> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (Refusal e) {
            if (e.status() == 404 || e.status() == 410) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Sends a request.
     *
     * @throws Refusal if the server answers with a problem
     * @throws CommandFailure if it cannot be reached, or what answers is no Rota
     */
    Answer send(Call call) {
        HttpResponse<String> response = exchange(request(call));
        int status = response.statusCode();
        Body body = body(response);
        if (status >= 200 && status < 300) {
            return new Answer(
                    status, body, response.headers().firstValue("ETag").orElse(null));
        }
        throw Refusal.of(status, body, server);
    }

    /**
     * Asks for lines that come as they are written, until the server ends them or the answer is cancelled.
     *
     * @param lines gets them if the answer is a stream of events
     * @return the status, when it is all over; or what went wrong
     */
    CompletableFuture<Integer> listen(String path, Flow.Subscriber<String> lines) {
        HttpRequest request = begun(path).header("Accept", "text/event-stream").build();
        return http.sendAsync(
                        request,
                        answer -> isStream(answer)
                                ? BodySubscribers.fromLineSubscriber(lines)
                                : BodySubscribers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private static boolean isStream(HttpResponse.ResponseInfo answer) {
        return answer.statusCode() == 200
                && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private HttpRequest.Builder begun(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1" + path))
                .header("User-Agent", "rota-cli");
        if (server.token() != null) {
            request.header("Authorization", "Bearer " + server.token());
        }
        return request;
    }

    private String reasoned(Call call) {
        return reason == null || call.method().equals("GET")
                ? call.path()
                : call.path() + (call.path().contains("?") ? "&" : "?") + "reason=" + encoded(reason);
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = begun(reasoned(call)).timeout(ANSWER).header("Accept", "application/json");
        call.headers().forEach(request::header);
        if (call.body() == null) {
            return request.method(call.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(
                        call.method(),
                        BodyPublishers.ofString(DataWriter.line(call.body().members())))
                .build();
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "There is no answer from " + server.shown() + why
                            + ": is the server running, and is this its address?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "Interrupted.", e);
        }
    }

    private Body body(HttpResponse<String> response) {
        String text = response.body();
        if (text.isEmpty()) {
            return new Body(Map.of());
        }
        String type = response.headers().firstValue("Content-Type").orElse("nothing");
        try {
            if (type.startsWith("application/json") || type.startsWith("application/problem+json")) {
                return DataReader.body(text);
            }
        } catch (JacksonException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, notRota(response.statusCode(), "broken JSON"), e);
        }
        throw new CommandFailure(ExitCode.UNREACHABLE, notRota(response.statusCode(), type));
    }

    private String notRota(int status, String found) {
        return server.shown() + " is no Rota: expected JSON at /api/v1 below it, found " + found + " (" + status
                + "). Name the address of its dashboard, such as http://localhost:8080/rota.";
    }
}
