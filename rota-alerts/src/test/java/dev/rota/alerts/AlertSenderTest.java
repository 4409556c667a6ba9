package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Attempt;
import dev.rota.job.JobState;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertSenderTest {
    @TempDir
    Path directory;

    private HttpServer server;
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();

    private record Call(String signature, String delivery, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Rota-Signature")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Rota-Delivery")),
                    body));
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.pop(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Ground hooked() {
        return new Ground(directory, Ground.webhook(server.getAddress().getPort()));
    }

    /** As a receiver does it, who knows the documentation and nothing else. */
    private static boolean isGenuine(String header, String body, String secret, Instant now) throws Exception {
        Map<String, String> parts = Stream.of(header.split(","))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(p -> p[0], p -> p[1]));
        long at = Long.parseLong(String.valueOf(parts.get("t")));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        StringBuilder hex = new StringBuilder();
        for (byte b : mac.doFinal((at + "." + body).getBytes(StandardCharsets.UTF_8))) {
            hex.append(String.format("%02x", b));
        }
        return Math.abs(now.getEpochSecond() - at) <= 300 && hex.toString().equals(parts.get("v1"));
    }

    @Test
    void signs_as_others_compute_it() {
        // printf '1795334400.{"id":"1"}' | openssl dgst -sha256 -hmac a-secret-that-is-long-enough
        assertThat(Signature.of(Ground.SECRET, Instant.ofEpochSecond(1_795_334_400), "{\"id\":\"1\"}"))
                .isEqualTo("t=1795334400,v1=0e996cd340a5ad3908d09b3a504e71a418fad89a0c324890f4779e3d4cb3e4fc");
    }

    @Test
    void calls_a_webhook_with_a_signature_that_the_receiver_can_check() throws Exception {
        try (Ground ground = hooked()) {
            new Alerts(ground.rota, ground.settings).test("hook", "anna");
            ground.test.runDue();
            assertThat(calls).hasSize(1);
            Call call = calls.get(0);
            Instant now = ground.test.clock().instant();
            assertThat(isGenuine(call.signature(), call.body(), Ground.SECRET, now))
                    .isTrue();
            assertThat(isGenuine(call.signature(), call.body() + " ", Ground.SECRET, now))
                    .isFalse();
            assertThat(isGenuine(call.signature(), call.body(), "another-secret-altogether", now))
                    .isFalse();
            assertThat(isGenuine(call.signature(), call.body(), Ground.SECRET, now.plusSeconds(301)))
                    .isFalse();
            assertThat(call.body())
                    .isEqualTo(
                            "{\"id\":\"" + call.delivery() + "\",\"channel\":\"hook\",\"at\":\"2026-11-20T12:00:00Z\","
                                    + "\"items\":[{\"event\":\"test\",\"kind\":\"test\",\"subject\":\"hook\",\"name\":\"hook\","
                                    + "\"title\":\"Test of channel hook\",\"text\":\"works: anna tries it out\","
                                    + "\"since\":\"2026-11-20T12:00:00Z\",\"until\":null,\"link\":null}],\"more\":0}");
        }
    }

    @Test
    void tries_again_with_the_same_message_and_a_new_signature() {
        answers.addAll(List.of(500, 429, 200));
        try (Ground ground = hooked()) {
            long job = new Alerts(ground.rota, ground.settings)
                    .test("hook", "anna")
                    .orElseThrow();
            ground.test.advance(Duration.ofMinutes(5));
            ground.test
                    .assertThatJob(job)
                    .hasOutcomes(Attempt.Outcome.FAILED, Attempt.Outcome.FAILED, Attempt.Outcome.SUCCEEDED);
            assertThat(calls).hasSize(3);
            assertThat(calls.stream().map(Call::body).distinct()).hasSize(1);
            assertThat(calls.stream().map(Call::delivery).distinct()).hasSize(1);
            assertThat(calls.stream().map(Call::signature).distinct()).hasSize(3);
        }
    }

    @Test
    void follows_no_redirect() {
        answers.add(307);
        try (Ground ground = hooked()) {
            Alerts alerts = new Alerts(ground.rota, ground.settings);
            alerts.test("hook", "anna");
            ground.test.runDue();
            assertThat(calls).hasSize(1);
            assertThat(alerts.deliveries(1).get(0).error()).contains("answered 307, expected 200 to 299");
        }
    }

    @Test
    void gives_up_on_who_says_that_it_is_gone() {
        answers.add(410);
        try (Ground ground = hooked()) {
            Alerts alerts = new Alerts(ground.rota, ground.settings);
            long job = alerts.test("hook", "anna").orElseThrow();
            ground.test.advance(Duration.ofHours(1));
            ground.test.assertThatJob(job).hasFailed();
            assertThat(calls).hasSize(1);
            assertThat(alerts.deliveries(1).get(0).error()).contains("it takes no alerts any more");
        }
    }

    @Test
    void shows_neither_address_nor_secret_wherever_it_fails() {
        try (Ground ground = hooked()) {
            server.stop(0);
            Alerts alerts = new Alerts(ground.rota, ground.settings);
            long job = alerts.test("hook", "anna").orElseThrow();
            ground.test.runDue();
            String all = ground.rota.jobs().find(job).orElseThrow() + " "
                    + ground.rota.jobs().attempts(job) + " "
                    + ground.rota.jobs().log(job, 0, 100) + " " + alerts.deliveries(10) + " " + alerts.channels() + " "
                    + ground.settings + " "
                    + ground.store.failures().list(dev.rota.store.FailureStore.Tab.ALL, null, 10);
            assertThat(all)
                    .contains("http://127.0.0.1:" + server.getAddress().getPort() + "/… gave no answer: Connect")
                    .doesNotContain("T0KEN")
                    .doesNotContain("hidden")
                    .doesNotContain(Ground.SECRET);
        }
    }

    @Test
    void waits_for_a_worker_that_knows_the_channel() {
        try (Ground ground = hooked()) {
            AlertSettings other = AlertSettings.DEFAULTS.channel(Channel.mail("other", "a@example.org"));
            long job = new Alerts(ground.rota, other).test("other", "anna").orElseThrow();
            ground.test.runDue();
            ground.test.assertThatJob(job).hasState(JobState.RETRYING).failedWith(IllegalStateException.class);
        }
    }

    @Test
    void mails_each_recipient_once_though_one_makes_it_try_again() {
        List<String> got = new ArrayList<>();
        AlertSettings settings =
                AlertSettings.DEFAULTS.channel(Channel.mail("ops", "a@example.org", "b@example.org", "c@example.org"));
        AlertMailer mailer = (id, to, text) -> {
            got.add(to.charAt(0) + " " + id.substring(id.indexOf('.')));
            if (to.startsWith("b") && got.size() < 4) {
                throw new IOException("busy");
            }
        };
        try (Ground ground = new Ground(
                directory,
                AlertSettings.DEFAULTS,
                builder -> new AlertSender(settings, mailer, new JacksonCodec()).addTo(builder))) {
            new Alerts(ground.rota, settings).test("ops", "anna");
            ground.test.advance(Duration.ofMinutes(5));
        }
        assertThat(got).containsExactly("a .0", "b .1", "b .1", "b .1", "c .2");
    }

    @Test
    void a_recipient_who_is_refused_does_not_stop_the_others() {
        List<String> got = new ArrayList<>();
        AlertSettings settings = AlertSettings.DEFAULTS.channel(Channel.mail("ops", "a@example.org", "b@example.org"));
        AlertMailer mailer = (id, to, text) -> {
            if (to.startsWith("a")) {
                throw new AlertRefusedException("no such mailbox");
            }
            got.add(to);
        };
        try (Ground ground = new Ground(
                directory,
                AlertSettings.DEFAULTS,
                builder -> new AlertSender(settings, mailer, new JacksonCodec()).addTo(builder))) {
            long job = new Alerts(ground.rota, settings).test("ops", "anna").orElseThrow();
            ground.test.runDue();
            ground.test.assertThatJob(job).hasFailed();
            assertThat(ground.rota.jobs().find(job).orElseThrow().reason()).isEqualTo("recipient 1: no such mailbox");
        }
        assertThat(got).containsExactly("b@example.org");
    }

    @Test
    void mails_arrive_by_smtp() throws IOException {
        try (LocalMailbox mailbox = LocalMailbox.start(directory.resolve("mails"), 0);
                SmtpTransport transport = new SmtpTransport(
                        SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port()), InstantSource.system())) {
            AlertSettings settings = AlertSettings.DEFAULTS.channel(Channel.mail("ops", "ops@example.org"));
            AlertMailer mailer = new SmtpAlertMailer(transport, "Rota <rota@example.org>");
            try (Ground ground = new Ground(
                    directory,
                    AlertSettings.DEFAULTS,
                    builder -> new AlertSender(settings, mailer, new JacksonCodec()).addTo(builder))) {
                new Alerts(ground.rota, settings).test("ops", "anna");
                ground.test.runDue();
            }
            List<FiledMail> mails = mailbox.mails();
            assertThat(mails).hasSize(1);
            assertThat(mails.get(0).to()).isEqualTo("ops@example.org");
            assertThat(mails.get(0).subject()).isEqualTo("[Rota] Test of channel ops");
            assertThat(mailbox.text(mails.get(0).number()).orElseThrow().text()).contains("anna tries it out");
        }
    }

    @Test
    void channels_say_what_is_wrong_with_them() {
        assertThatThrownBy(() -> Channel.webhook("hook", URI.create("ftp://example.org"), Ground.SECRET))
                .hasMessageContaining("expected such as https://example.org/hooks/rota");
        assertThatThrownBy(() -> Channel.webhook("hook", URI.create("https://a:b@example.org/"), Ground.SECRET))
                .hasMessageContaining("without user and password");
        assertThatThrownBy(() -> Channel.webhook("hook", URI.create("https://example.org"), "short"))
                .hasMessage("The secret of a webhook has 5 characters, expected 16 or more");
        assertThatThrownBy(() -> Channel.mail("ops", "nobody"))
                .hasMessageContaining("expected such as anna@example.org");
        assertThatThrownBy(() -> Channel.mail("two words", "a@example.org")).hasMessageContaining("is not a name");
        assertThat(Channel.mail("ops", "anna@example.org").toString()).contains("a•••@example.org");
        assertThatThrownBy(() -> Ground.mail().channel(Channel.mail("ops", "a@example.org")))
                .hasMessageContaining("give each its own");
    }
}
