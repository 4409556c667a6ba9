package dev.rota.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.mail.local.ScriptedReplies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmtpTransportTest {
    private static final String ADA = "ada@uni.example";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-22T06:00:00Z"));

    @TempDir
    Path directory;

    private final ScriptedReplies replies = new ScriptedReplies();
    private LocalMailbox mailbox;
    private SmtpTransport transport;

    @BeforeEach
    void start() throws IOException {
        mailbox = LocalMailbox.start(directory, 0, replies);
        transport = transport(mailbox.port(), Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() throws IOException {
        transport.close();
        mailbox.close();
    }

    @Test
    void a_mail_arrives_with_its_message_id_texts_and_headers() throws Exception {
        MailText text = new MailText("Bücher sind fällig", "Grüße\n.\nEnde", "<p>Grüße</p>");
        transport.send(new Mail(
                "due.7@library.example", "The Library <library@uni.example>", ADA, text, Map.of("X-Kind", "due")));

        FiledMail filed = mailbox.mails().get(0);
        assertThat(filed.messageId()).isEqualTo("due.7@library.example");
        assertThat(filed.to()).isEqualTo(ADA);
        assertThat(filed.subject()).isEqualTo("Bücher sind fällig");
        MailText got = mailbox.text(1).orElseThrow();
        assertThat(got.subject()).isEqualTo(text.subject());
        assertThat(got.text().replace("\r\n", "\n").strip()).isEqualTo(text.text());
        assertThat(String.valueOf(got.html()).strip()).isEqualTo(text.html());
        assertThat(Files.readString(filed.file()))
                .contains("X-Kind: due", "multipart/alternative", "Date: Sun, 22 Mar 2026 06:00:00 +0000");
    }

    @Test
    void a_mail_without_html_is_plain_text() throws Exception {
        transport.send(mail(1, ADA));

        assertThat(Files.readString(mailbox.mails().get(0).file()))
                .contains("Content-Type: text/plain")
                .doesNotContain("multipart");
    }

    @Test
    void one_connection_serves_many_mails_of_many_threads() throws Exception {
        try (CountingProxy proxy = CountingProxy.to(mailbox.port());
                SmtpTransport counted = transport(proxy.port(), Duration.ofSeconds(30))) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> sends = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        counted.send(mail(i, ADA));
                        return null;
                    }))
                    .toList();
            for (Future<?> send : sends) {
                send.get();
            }
            threads.shutdown();

            assertThat(mailbox.mails()).hasSize(40);
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_connection_the_server_closed_is_replaced() throws Exception {
        transport.send(mail(1, ADA));
        int port = mailbox.port();
        mailbox.close();
        mailbox = LocalMailbox.start(directory, port, replies);

        transport.send(mail(2, ADA));

        assertThat(mailbox.mails()).extracting(FiledMail::number).containsExactly(1L, 2L);
    }

    @Test
    void a_refused_recipient_is_a_rejection_that_names_the_recipient_and_shows_no_address() throws Exception {
        replies.to(ADA, "550 5.1.1 <ada@uni.example>: no such user ada@uni.example", "250");

        MailRejectedException e = catchThrowableOfType(MailRejectedException.class, () -> transport.send(mail(1, ADA)));

        assertThat(e.replyCode()).isEqualTo(550);
        assertThat(e.recipientRefused()).isTrue();
        assertThat(e)
                .hasMessageContaining("5.1.1")
                .hasMessageContaining("(address)")
                .hasNoCause();
        assertThat(e.toString()).doesNotContain("ada@");
        transport.send(mail(2, ADA));
        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void a_policy_that_refuses_the_sender_does_not_speak_against_the_address() {
        replies.to(ADA, "554 5.7.1 relaying denied");

        MailRejectedException e = catchThrowableOfType(MailRejectedException.class, () -> transport.send(mail(1, ADA)));

        assertThat(e.replyCode()).isEqualTo(554);
        assertThat(e.recipientRefused()).isFalse();
    }

    @Test
    void a_temporary_refusal_is_unavailable_and_a_later_try_succeeds() throws Exception {
        replies.to(ADA, "451", "421 closing", "250");

        assertThat(unavailable(mail(1, ADA)).replyCode()).isEqualTo(451);
        assertThat(unavailable(mail(1, ADA)).replyCode()).isEqualTo(421);
        transport.send(mail(1, ADA));

        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void a_server_that_is_down_is_unavailable() throws Exception {
        mailbox.close();

        MailUnavailableException e = unavailable(mail(1, ADA));

        assertThat(e)
                .isNotInstanceOf(MailOutcomeUnknownException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("check that it runs");
        assertThat(e.replyCode()).isZero();
    }

    @Test
    void a_connection_lost_in_place_of_the_answer_leaves_the_outcome_unknown() throws Exception {
        replies.to(ADA, ScriptedReplies.LOSE_AFTER_FILING, ScriptedReplies.LOSE, "250");

        assertThatThrownBy(() -> transport.send(mail(1, ADA))).isInstanceOf(MailOutcomeUnknownException.class);
        assertThatThrownBy(() -> transport.send(mail(2, ADA))).isInstanceOf(MailOutcomeUnknownException.class);

        assertThat(mailbox.contains(mail(1, ADA).messageId())).isTrue();
        assertThat(mailbox.contains(mail(2, ADA).messageId())).isFalse();
        transport.send(mail(2, ADA));
        assertThat(mailbox.mails()).hasSize(2);
    }

    @Test
    void an_answer_that_does_not_come_in_time_leaves_the_outcome_unknown() throws Exception {
        replies.delay(Duration.ofMinutes(5));
        try (SmtpTransport hasty = transport(mailbox.port(), Duration.ofMillis(200))) {
            assertThatThrownBy(() -> hasty.send(mail(1, ADA))).isInstanceOf(MailOutcomeUnknownException.class);
        }
    }

    @Test
    void a_connection_lost_before_the_end_of_the_mail_is_certainly_not_sent() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (ServerSocket abrupt = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> hangUpAfterHello(abrupt, said));
            server.start();
            try (SmtpTransport cut = transport(abrupt.getLocalPort(), Duration.ofSeconds(30))) {
                assertThatThrownBy(() -> cut.send(mail(1, ADA)))
                        .isInstanceOf(MailUnavailableException.class)
                        .isNotInstanceOf(MailOutcomeUnknownException.class);
            }
            server.join();
            assertThat(said.getCount()).isZero();
        }
    }

    @Test
    void a_mail_that_was_filed_is_sent_as_it_stands() throws Exception {
        transport.send(new Mail(
                "due.7@library.example", "library@uni.example", ADA, MailText.plain("Fällig", "Grüße"), Map.of()));
        Path filed = mailbox.mails().get(0).file();

        transport.sendFile(filed);

        FiledMail again = mailbox.mails().get(1);
        assertThat(again.messageId()).isEqualTo("due.7@library.example");
        assertThat(again.to()).isEqualTo(ADA);
        String whole = Files.readString(filed);
        assertThat(Files.readString(again.file()))
                .endsWith(whole.substring(whole.indexOf("Received:")))
                .containsOnlyOnce("Return-Path:");
    }

    @Test
    void a_file_that_names_nobody_or_is_missing_is_not_sent() throws Exception {
        Path nobody = Files.writeString(directory.resolve("nobody.eml"), "From: a@uni.example\r\n\r\nHello\r\n");
        Path crooked = Files.writeString(directory.resolve("crooked.eml"), "To: ada@@uni example\r\n\r\nHello\r\n");

        assertThatThrownBy(() -> transport.sendFile(nobody))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names nobody");
        assertThatThrownBy(() -> transport.sendFile(crooked))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no mail that can be sent")
                .hasMessageNotContaining("uni");
        assertThatThrownBy(() -> transport.sendFile(directory.resolve("missing.eml")))
                .isInstanceOf(IOException.class);
        assertThat(mailbox.mails()).isEmpty();
    }

    private static void hangUpAfterHello(ServerSocket abrupt, CountDownLatch said) {
        try (var socket = abrupt.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            out.write("220 hello\r\n".getBytes(StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null && !line.startsWith("MAIL"); line = in.readLine()) {
                out.write("250 go on\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            said.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MailUnavailableException unavailable(Mail mail) {
        return catchThrowableOfType(MailUnavailableException.class, () -> transport.send(mail));
    }

    private static SmtpTransport transport(int port, Duration reply) {
        SmtpSettings settings =
                SmtpSettings.DEFAULTS.withServer("127.0.0.1", port).withTimeouts(Duration.ofSeconds(10), reply);
        return new SmtpTransport(settings, CLOCK);
    }

    private static Mail mail(int number, String to) {
        return Mail.of(
                "due." + number + "@library.example",
                "library@uni.example",
                to,
                MailText.plain("Due", "Number " + number));
    }
}
