package dev.rota.web;

import io.javalin.Javalin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty answers to a request that never gets to a route, because it is no HTTP, too long, or has an address that could
 * be read in two ways: a problem like any other, which does not tell what serves it.
 */
final class JettyErrors extends ErrorHandler {
    private static final List<HttpField> HEADERS = List.of(
            new HttpField(HttpHeader.CONTENT_TYPE, "application/problem+json"),
            new HttpField(HttpHeader.CACHE_CONTROL, "no-store"),
            new HttpField("X-Content-Type-Options", "nosniff"),
            new HttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

    private JettyErrors() {}

    /** Before it starts. */
    static void addTo(Javalin app) {
        JettyErrors errors = new JettyErrors();
        app.unsafe.jettyInternal.serverConsumers.add(server -> server.setErrorHandler(errors));
        app.unsafe.jettyInternal.servletContextHandlerConsumers.add(context -> context.setErrorHandler(errors));
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        HEADERS.forEach(response.getHeaders()::put);
        byte[] body = body(code, request.getHttpURI().getPath());
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Deprecated, and yet what Jetty asks for an answer to what is no HTTP. */
    @Override
    @SuppressWarnings("removal")
    public ByteBuffer badMessageError(int code, @Nullable String message, HttpFields.Mutable fields) {
        HEADERS.forEach(fields::put);
        return ByteBuffer.wrap(body(code, null));
    }

    /** Jetty's own words are left out: they repeat what was sent. */
    private static byte[] body(int code, @Nullable String path) {
        String title = HttpStatus.getMessage(code);
        return Json.write(new Problems.Body(
                "urn:rota:problem:refused",
                title,
                code,
                code >= 500 ? "The request could not be answered" : "The server could not read the request: " + title,
                path == null ? "" : path,
                "refused",
                UUID.randomUUID().toString(),
                List.of(),
                null,
                null,
                null,
                null));
    }
}
