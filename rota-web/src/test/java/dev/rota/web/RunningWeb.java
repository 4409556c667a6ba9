package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.console.Role;
import dev.rota.console.Scope;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.job.Secret;
import dev.rota.retry.RetryPolicy;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.RotaTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A dashboard on an empty SQLite file whose time stands still, and a client of it. */
final class RunningWeb implements AutoCloseable {
    record Invoice(long number, @Secret String mail) {}

    static final JobType<Invoice> SEND = JobType.of("invoice.send", Invoice.class)
            .queue("mail")
            .retries(1)
            .retry(RetryPolicy.fixed(Duration.ofSeconds(10)));
    static final JobType<Invoice> BREAK =
            JobType.of("invoice.break", Invoice.class).queue("mail").retries(0);
    static final JobType<Void> SWEEP = JobType.of("loans.sweep");
    static final String VIEWER = "viewer-token-0123456789";
    static final String OPERATOR = "operator-token-0123456789";
    static final String ADMIN = "admin-token-0123456789";

    final RotaTest test;
    final Rota rota;
    final RotaWeb web;
    final TwoMails mails = new TwoMails();
    final int port;
    /** True once whatever made invoices fail is repaired. */
    volatile boolean succeed;

    private final HttpClient client = HttpClient.newHttpClient();

    private RunningWeb(Path directory, UnaryOperator<WebSettings> change, AlertSettings alerts) {
        test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> new AlertSender(alerts, AlertMailer.NONE, new JacksonCodec())
                        .addTo(builder)
                        .handler(SEND, (args, job) -> {
                            job.log().info("sending " + args.number());
                            for (int line = 2; line <= args.number() && args.number() > 100; line++) {
                                job.log().info("line " + line + ".");
                            }
                            if (args.number() < 0 && !succeed) {
                                throw new IllegalStateException("<script>alert('boom')</script>");
                            }
                        })
                        .handler(BREAK, (args, job) -> {
                            throw new UnsupportedOperationException("not " + args.number());
                        })
                        .handler(SWEEP, (args, job) -> job.result(Map.of("swept", 3, "sessionToken", "hidden-value"))));
        rota = test.rota();
        web = new RotaWeb(
                rota, change.apply(WebSettings.DEFAULTS.clock(test.clock())), new Alerts(rota, alerts), mails);
        port = web.start(0);
    }

    static RunningWeb open(Path directory) {
        return new RunningWeb(directory, settings -> settings, AlertSettings.DEFAULTS);
    }

    static RunningWeb open(Path directory, UnaryOperator<WebSettings> change) {
        return new RunningWeb(directory, change, AlertSettings.DEFAULTS);
    }

    /** With channels of alerts, and no mail server. */
    static RunningWeb alerting(Path directory, AlertSettings alerts) {
        return new RunningWeb(directory, settings -> settings, alerts);
    }

    /** A server of its own, with users and meters, which this machine may enter as long as there are none. */
    static RunningWeb standalone(Path directory) {
        return open(
                directory,
                settings -> settings.standalone(
                        new WebSettings.Standalone(true, false, () -> "rota_jobs_enqueued_total 1\n")));
    }

    /** Nobody is let in without a token. */
    static RunningWeb closed(Path directory) {
        return open(directory, settings -> settings.loopbackRole(null).authenticator(Authenticator.bearer(tokens())));
    }

    private static Map<String, Principal> tokens() {
        Map<String, Principal> tokens = new HashMap<>(Map.of(
                VIEWER, new Principal("vera", Role.VIEWER),
                OPERATOR, new Principal("otto", Role.OPERATOR),
                ADMIN, new Principal("anna", Role.ADMIN)));
        for (Scope scope : Scope.values()) {
            tokens.put(allBut(scope), new Principal("all-but-" + scope, EnumSet.complementOf(EnumSet.of(scope))));
        }
        return tokens;
    }

    /** The token of somebody who may do everything but this. */
    static String allBut(Scope scope) {
        return "all-but-" + scope + "-0123456789";
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/rota" + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    HttpResponse<String> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("POST", json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    HttpResponse<String> form(String path, String fields) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
    }

    /** What a form on this page carries. */
    String csrf(String page) {
        Matcher token = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"")
                .matcher(get(page).body());
        if (!token.find()) {
            throw new AssertionError("No form on " + page);
        }
        return token.group(1);
    }

    JsonNode json(String path) {
        return Json.tree(get("/api/v1" + path).body());
    }

    /** Sends text as it is, and gives all that comes back. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        web.close();
        test.close();
    }
}
