package dev.rota.systems.audiobooks.local;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the local server. */
record LocalAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_MODIFIED = 304;

    static LocalAnswer json(Object document) {
        return json(OK, document);
    }

    static LocalAnswer json(int status, Object document) {
        return new LocalAnswer(status, "application/json", MAPPER.writeValueAsBytes(document), Map.of());
    }

    static LocalAnswer html(int status, String page) {
        return new LocalAnswer(status, "text/html", page.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static LocalAnswer notModified() {
        return new LocalAnswer(NOT_MODIFIED, "application/json", new byte[0], Map.of());
    }

    static LocalAnswer nothing() {
        return json(NOT_FOUND, Map.of("error", "Audiobooks could not be found"));
    }

    /** As a web server with a broken database answers. */
    static LocalAnswer databaseError() {
        return html(OK, """
                <!DOCTYPE html>
                <html lang="en"><head><title>Database Error</title></head>
                <body><div id="container"><h1>A Database Error Occurred</h1>
                <p>Unable to connect to your database server using the provided settings.</p></div></body></html>
                """);
    }

    /** As a proxy answers that cannot open a connection. */
    static LocalAnswer proxyError() {
        return html(OK, """
                <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
                <html><head><title>ERROR: The requested URL could not be retrieved</title></head>
                <body><h1>ERROR</h1><p>Socket Failure</p><p>(24) Too many open files</p></body></html>
                """);
    }

    LocalAnswer with(String header, String value) {
        return new LocalAnswer(status, contentType, body, Map.of(header, value));
    }
}
