package dev.rota.web;

import io.javalin.Javalin;

/**
 * How Jetty reads headers. It keeps those of a connection's earlier requests, to save objects, and looks for them without
 * regard to case unless told otherwise: a token, a cookie or an ETag would be taken for an earlier one that is spelled in
 * another case.
 */
final class JettyHeaders {
    private JettyHeaders() {}

    /** Before it starts. */
    static void addTo(Javalin app) {
        app.unsafe.jettyInternal.httpConfigurationConfigs.add(http -> http.setHeaderCacheCaseSensitive(true));
    }
}
