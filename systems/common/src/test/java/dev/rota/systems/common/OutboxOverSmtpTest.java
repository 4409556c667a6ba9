package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.MailOutcomeUnknownException;
import dev.rota.mail.MailText;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.mail.local.MailDirectory;
import dev.rota.mail.local.ScriptedReplies;
import dev.rota.systems.common.Outbox.Delivery;
import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outbox with the real transport, a real SMTP server, and the look-up another process would use. */
class OutboxOverSmtpTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-20T13:00:00Z"));

    @TempDir
    Path directory;

    private final ScriptedReplies replies = new ScriptedReplies();
    private FreshDatabase fresh;
    private LocalMailbox mailbox;
    private SmtpTransport transport;
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        fresh = TestDatabase.SQLITE.open(SystemSchema.COMMON);
        mailbox = LocalMailbox.start(directory, 0, replies);
        transport = new SmtpTransport(SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port()), CLOCK);
        outbox = new Outbox(
                fresh.jdbc(),
                fresh.transactions(),
                transport,
                new MailDirectory(directory),
                CLOCK,
                OutboxSettings.of("library", "Library <library@uni.example>", "uni.example"));
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        mailbox.close();
        fresh.close();
    }

    @Test
    void a_mail_whose_answer_was_lost_arrives_once() throws Exception {
        replies.to("ada@uni.example", ScriptedReplies.LOSE_AFTER_FILING, "250");
        long id = claim();

        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(mailbox.mails())
                .extracting(FiledMail::messageId)
                .containsExactly("library.due_soon.1.2026-03-20@uni.example");
    }

    @Test
    void a_mail_that_was_lost_with_its_connection_arrives_once() throws Exception {
        replies.to("ada@uni.example", ScriptedReplies.LOSE, "451", "250");
        long id = claim();

        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailOutcomeUnknownException.class);
        assertThatThrownBy(() -> outbox.deliver(id)).isInstanceOf(MailUnavailableException.class);
        assertThat(outbox.deliver(id)).isEqualTo(Delivery.SENT);

        assertThat(mailbox.mails()).hasSize(1);
    }

    @Test
    void a_recipient_the_server_does_not_know_bounces() throws Exception {
        replies.to("ada@uni.example", "550 5.1.1 no such user");
        long id = claim();

        assertThat(outbox.deliver(id)).isEqualTo(Delivery.BOUNCED);

        assertThat(outbox.find(id).orElseThrow().lastError()).contains("5.1.1").doesNotContain("ada@");
        assertThat(mailbox.mails()).isEmpty();
    }

    private long claim() {
        return outbox.claim(new NewMessage(
                        "due_soon.1.2026-03-20",
                        "due_soon",
                        1L,
                        "ada@uni.example",
                        MailText.plain("Due soon", "Bring it back.")))
                .id();
    }
}
