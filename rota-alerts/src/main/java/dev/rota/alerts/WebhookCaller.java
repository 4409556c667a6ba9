package dev.rota.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Calls webhooks. Redirects are not followed: what is signed is meant for one address. Answers are not read beyond their
 * status, and errors never show the address. Thread-safe.
 */
final class WebhookCaller {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final int GONE = 410;

    /** Made with the first call: its TLS is a tenth of a second, which applications without webhooks need not start with. */
    private static final class Client {
        static final HttpClient ONLY = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * Calls it once.
     *
     * @param id of the message
     * @throws AlertRefusedException if it says that it will never take it
     * @throws IOException if it did not take it now
     */
    void call(Target.Webhook webhook, String id, String body, Instant now)
            throws AlertRefusedException, IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Rota")
                .header("Rota-Delivery", id)
                .header(Signature.HEADER, Signature.of(webhook.secret(), now, body))
                .POST(BodyPublishers.ofString(body))
                .build();
        int status = status(request, webhook);
        if (status == GONE) {
            throw new AlertRefusedException(webhook.shown() + " answered 410: it takes no alerts any more");
        }
        if (status < 200 || status > 299) {
            throw new IOException(webhook.shown() + " answered " + status + ", expected 200 to 299");
        }
    }

    private int status(HttpRequest request, Target.Webhook webhook) throws IOException, InterruptedException {
        try {
            HttpResponse<InputStream> response = Client.ONLY.send(request, BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException e) {
            // Without the cause, whose message may show the address.
            String kind = e.getClass().getSimpleName().replaceAll("(Exception|Http)", "");
            throw new IOException(webhook.shown() + " gave no answer: " + kind + ", "
                    + scrubbed(String.valueOf(e.getMessage()), webhook));
        }
    }

    private static String scrubbed(String text, Target.Webhook webhook) {
        URI url = webhook.url();
        String clean = text.replace(url.toString(), webhook.shown()).replace(webhook.secret(), "•••");
        String path = url.getRawPath();
        return path == null || path.length() < 2 ? clean : clean.replaceAll(Pattern.quote(path), "/…");
    }
}
