package dev.rota.systems.audiobooks.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server on this machine alone that answers as the four sources do. Each of them is at {@link #baseUrl()}. Thread-safe.
 */
public final class LocalCatalogue implements AutoCloseable {
    private static final int MOST_REMEMBERED = 10_000;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Quirks quirks;
    private volatile Formats formats;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final Deque<LocalAnswer> instead = new ArrayDeque<>();
    private int cutAfter = -1;

    /**
     * A request that was received.
     *
     * @param query decoded, in its order
     */
    public record Asked(
            String path,
            Map<String, String> query,
            @Nullable String userAgent,
            @Nullable String range) {}

    private LocalCatalogue(HttpServer server, CatalogueData data, Quirks quirks) {
        this.server = server;
        this.quirks = quirks;
        this.formats = formats(data, quirks);
    }

    private static Formats formats(CatalogueData data, Quirks quirks) {
        return new Formats(new LibriVoxFormat(data, quirks), new ProviderFormats(data), new ArchiveFormat(data));
    }

    /** Serves other data from now on. */
    public void serve(CatalogueData data) {
        formats = formats(data, quirks);
    }

    private record Formats(LibriVoxFormat libriVox, ProviderFormats providers, ArchiveFormat archive) {}

    /**
     * Starts it.
     *
     * @param port 0 for any that is free
     * @throws UncheckedIOException when the port is taken
     */
    public static LocalCatalogue start(CatalogueData data, Quirks quirks, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            LocalCatalogue catalogue = new LocalCatalogue(server, data, quirks);
            server.createContext("/", catalogue::handle);
            server.setExecutor(catalogue.threads);
            server.start();
            return catalogue;
        } catch (IOException e) {
            throw new UncheckedIOException("Local catalogue cannot listen on port " + port + "; choose another", e);
        }
    }

    /** Scheme, host and port, without a slash at the end. */
    public String baseUrl() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** The latest requests, the first one first. */
    public List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** The next request is answered with an error, whatever it asks for. */
    public void refuseNext(int status, @Nullable String retryAfter) {
        LocalAnswer answer = LocalAnswer.html(status, "<html><title>Status " + status + "</title></html>");
        synchronized (instead) {
            instead.addLast(retryAfter == null ? answer : answer.with("Retry-After", retryAfter));
        }
    }

    /** The next request is answered as if there were nothing, whatever it asks for. */
    public void sayNothingNext() {
        synchronized (instead) {
            instead.addLast(LocalAnswer.nothing());
        }
    }

    /** The next file ends after so many bytes with the connection. */
    public void cutNextFileAfter(int bytes) {
        synchronized (instead) {
            cutAfter = bytes;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked request = remember(exchange);
            LocalAnswer refusal;
            synchronized (instead) {
                refusal = instead.pollFirst();
            }
            if (refusal == null && request.path().startsWith("/download/")) {
                sendFile(exchange, request);
            } else {
                send(exchange, refusal == null ? answer(exchange, request) : refusal);
            }
        }
    }

    private LocalAnswer answer(HttpExchange exchange, Asked request) {
        String path = request.path();
        if (path.startsWith("/metadata/")) {
            return formats.archive().metadata(path.substring("/metadata/".length()));
        }
        return switch (path) {
            case "/api/feed/audiobooks" ->
                formats.libriVox()
                        .answer(request.query(), exchange.getRequestHeaders().getFirst("If-Modified-Since"));
            case "/search.json" -> formats.providers().openLibrary(request.query());
            case "/books/v1/volumes" -> formats.providers().googleBooks(request.query());
            case "/advancedsearch.php" -> formats.archive().search(request.query());
            default -> LocalAnswer.html(NOT_FOUND, "<html><title>Not Found</title></html>");
        };
    }

    private static void send(HttpExchange exchange, LocalAnswer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        // -1 means no body; 0 would mean one of unknown length.
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    private void sendFile(HttpExchange exchange, Asked request) throws IOException {
        String[] parts = request.path().split("/", 4);
        byte[] content = parts.length < 4 ? null : formats.archive().content(parts[2], parts[3]);
        if (content == null) {
            send(exchange, LocalAnswer.html(NOT_FOUND, "<html><title>Not Found</title></html>"));
            return;
        }
        int from = from(request.range(), content.length);
        int cut;
        synchronized (instead) {
            cut = cutAfter;
            cutAfter = -1;
        }
        if (from > 0) {
            String range = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
            exchange.getResponseHeaders().set("Content-Range", range);
        }
        exchange.sendResponseHeaders(from > 0 ? PARTIAL : OK, content.length - from);
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, cut < 0 ? content.length - from : Math.min(cut, content.length - from));
        out.flush();
    }

    /** The first byte of {@code bytes=n-}; 0 for anything else. */
    private static int from(@Nullable String range, int length) {
        if (range == null || !range.matches("bytes=\\d{1,9}-")) {
            return 0;
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        return from < length ? from : 0;
    }

    private Asked remember(HttpExchange exchange) {
        Asked request = new Asked(
                exchange.getRequestURI().getPath(),
                query(exchange.getRequestURI().getRawQuery()),
                exchange.getRequestHeaders().getFirst("User-Agent"),
                exchange.getRequestHeaders().getFirst("Range"));
        synchronized (asked) {
            asked.addLast(request);
            if (asked.size() > MOST_REMEMBERED) {
                asked.removeFirst();
            }
        }
        return request;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            query.put(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }
}
