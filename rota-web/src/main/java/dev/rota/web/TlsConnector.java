package dev.rota.web;

import io.javalin.Javalin;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Lets Jetty speak TLS, and nothing else, where it listens. What protocols and ciphers are good is Jetty's to know. */
final class TlsConnector {
    private TlsConnector() {}

    /** Before it starts. */
    static void addTo(Javalin app, String host, int port, TlsKeys keys) {
        app.unsafe.jettyInternal.connectors.add((server, configuration) -> {
            HttpConfiguration secure = new HttpConfiguration(configuration);
            // By whatever name it is called: it may be an address, or a name that only its users know.
            secure.addCustomizer(new SecureRequestCustomizer(false));
            SslContextFactory.Server context = new SslContextFactory.Server();
            context.setSslContext(keys.reader().get());
            ServerConnector connector = new ServerConnector(
                    server, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(secure));
            connector.setHost(host);
            connector.setPort(port);
            if (!keys.files().isEmpty()) {
                connector.addBean(new TlsReload(context, keys, connector.getScheduler()));
            }
            return connector;
        });
    }
}
