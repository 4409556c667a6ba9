package dev.rota.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.StandardCookieSpec;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** Sends one hop, to addresses that the rules allow, and reads the answer up to a bound. Thread-safe. */
final class Caller implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 200;
    private static final int EXCERPT = 2_048;

    private final DnsResolver dns;
    private final long mostBytes;
    private @Nullable CloseableHttpClient client;
    private boolean closed;

    /**
     * Connects to nothing yet, and starts no TLS, which would take the server a tenth of a second of its start.
     *
     * @param mostBytes of a body that are read; what follows is left, and the connection closed
     */
    Caller(DnsResolver dns, AddressRules rules, long mostBytes) {
        this.mostBytes = mostBytes;
        this.dns = new CheckedDns(dns, rules);
    }

    private synchronized CloseableHttpClient client() throws IOException {
        if (closed) {
            throw new IOException("The client has been closed: the server stops");
        }
        if (client == null) {
            client = newClient(dns);
        }
        return client;
    }

    private static CloseableHttpClient newClient(DnsResolver dns) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(dns)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT.toMillis(), TimeUnit.MILLISECONDS)
                                .setTimeToLive(30, TimeUnit.SECONDS)
                                .build())
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /**
     * Sends it.
     *
     * @param started gets what aborts the exchange, from any thread
     * @throws RefusedAddressException if the rules refuse the address
     * @throws IOException if no whole answer came
     */
    HttpAnswer send(Hop hop, Duration timeout, Consumer<Runnable> started) throws IOException {
        HttpUriRequestBase request = new HttpUriRequestBase(hop.method(), hop.uri());
        hop.headers().forEach(request::setHeader);
        if (hop.body() != null) {
            request.setEntity(new ByteArrayEntity(hop.body().getBytes(StandardCharsets.UTF_8), null));
        }
        request.setConfig(RequestConfig.custom()
                .setResponseTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .setCookieSpec(StandardCookieSpec.IGNORE)
                .setAuthenticationEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build());
        started.accept(request::cancel);
        return client().execute(request, response -> read(request, response));
    }

    private HttpAnswer read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = new byte[0];
        if (entity != null) {
            InputStream in = entity.getContent();
            body = in.readNBytes((int) mostBytes + 1);
            if (body.length > mostBytes) {
                // To close the stream would read what is left.
                request.abort();
            }
        }
        String contentType = header(response, "Content-Type");
        return new HttpAnswer(
                response.getCode(),
                header(response, "Location"),
                header(response, "Retry-After"),
                contentType,
                Math.min(body.length, mostBytes),
                body.length > mostBytes,
                excerpt(body, contentType));
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static String excerpt(byte[] body, @Nullable String contentType) {
        String type = contentType == null ? "text/plain" : contentType.toLowerCase(Locale.ROOT);
        if (!type.startsWith("text/")
                && !type.contains("json")
                && !type.contains("xml")
                && !type.contains("urlencoded")) {
            return "";
        }
        // Four bytes are the longest character of any charset that is met.
        String text = new String(body, 0, Math.min(body.length, 4 * EXCERPT), charset(contentType));
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }

    private static Charset charset(@Nullable String contentType) {
        try {
            ContentType type = ContentType.parseLenient(contentType);
            Charset charset = type == null ? null : type.getCharset();
            return charset == null ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close(CloseMode.IMMEDIATE);
        }
    }
}
