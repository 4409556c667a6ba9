package dev.rota.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jackson.JacksonCodec;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.mail.MailRejectedException;
import dev.rota.mail.MailTransport;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.RotaTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCallHandlerTest {
    @TempDir
    private Path directory = Path.of("");

    private Job send(@Nullable MailTransport transport, MailCall mail) {
        try (RotaTest test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                new JacksonCodec(),
                builder -> builder.handler(MailCall.TYPE, new MailCallHandler(transport, "Rota <rota@example.org>")))) {
            long id = test.rota().enqueue(MailCall.TYPE, mail);
            test.runDue();
            return test.rota().jobs().find(id).orElseThrow();
        }
    }

    private static MailCall to(String address) {
        return new MailCall(address, "Hello", "Good morning", null);
    }

    @Test
    void a_mail_is_handed_over_under_the_jobs_own_id() throws IOException {
        try (LocalMailbox mailbox = LocalMailbox.start(directory.resolve("mails"), 0);
                SmtpTransport transport = new SmtpTransport(
                        SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port()), InstantSource.system())) {
            assertThat(send(transport, to("anna@example.org")).state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(mailbox.contains("rota-job-1@example.org")).isTrue();
        }
    }

    @Test
    void without_a_mail_server_the_job_fails_and_says_what_to_do() {
        Job job = send(null, to("anna@example.org"));
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.reason()).contains("--smtp-host").contains("--mail-capture");
    }

    @Test
    void what_no_server_would_take_fails_at_once() {
        MailTransport none = mail -> {
            throw new AssertionError("nothing is sent");
        };
        assertThat(send(none, to("anna@example.org\r\nBcc: all@example.org")).state())
                .isEqualTo(JobState.FAILED);
    }

    @Test
    void a_refusal_for_good_fails_and_any_other_is_tried_again() {
        MailTransport refuses = mail -> {
            throw new MailRejectedException("no such mailbox", 550, true);
        };
        MailTransport away = mail -> {
            throw new MailUnavailableException("try later", 421, null);
        };
        assertThat(send(refuses, to("anna@example.org")).state()).isEqualTo(JobState.FAILED);
        assertThat(send(away, to("anna@example.org")).state()).isEqualTo(JobState.RETRYING);
    }
}
