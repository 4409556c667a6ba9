package dev.rota.mail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.mail.Mail;
import dev.rota.mail.MailText;
import dev.rota.mail.MailUnavailableException;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalMailboxTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-22T06:00:00Z"));

    @TempDir
    Path directory;

    @Test
    void files_are_named_by_number_and_subject_and_stay_in_the_directory() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            send(mailbox, "1@x", "../../etc/passwd: \"Bücher\" <fällig>");
            send(mailbox, "2@x", "ß");
        }

        assertThat(emlFiles()).containsExactly("000001-etc-passwd-b-cher-f-llig.eml", "000002-mail.eml");
    }

    @Test
    void a_restarted_mailbox_goes_on_counting_and_knows_what_it_got() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            send(mailbox, "1@x", "First");
        }
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            assertThat(mailbox.contains("1@x")).isTrue();
            assertThat(mailbox.contains("2@x")).isFalse();
            send(mailbox, "2@x", "Second");
            assertThat(mailbox.mails()).extracting(FiledMail::messageId).containsExactly("1@x", "2@x");
        }
    }

    @Test
    void a_start_finishes_what_a_killed_mailbox_left() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            send(mailbox, "1@x", "First");
        }
        MailDirectory files = new MailDirectory(directory);
        Files.delete(files.marker("1@x"));
        Files.writeString(directory.resolve(".2.tmp"), "Message-ID: <2@x>\r\n");
        assertThat(files.contains("1@x")).isFalse();

        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            assertThat(files.contains("1@x")).isTrue();
            assertThat(directory.resolve(".2.tmp")).doesNotExist();
            assertThat(mailbox.mails()).hasSize(1);
        }
    }

    @Test
    void a_mail_that_cannot_be_filed_is_not_acknowledged() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            // A directory where the temporary file belongs: works for root too, whom permissions do not stop.
            Files.createDirectory(directory.resolve(".1.tmp"));

            assertThatThrownBy(() -> send(mailbox, "1@x", "First"))
                    .isInstanceOfSatisfying(
                            MailUnavailableException.class,
                            e -> assertThat(e.replyCode()).isEqualTo(451));

            Files.delete(directory.resolve(".1.tmp"));
            send(mailbox, "1@x", "First");
            assertThat(mailbox.mails()).hasSize(1);
        }
    }

    @Test
    void the_same_message_id_twice_is_filed_twice_so_that_duplicates_show() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            send(mailbox, "1@x", "First");
            send(mailbox, "1@x", "First");

            assertThat(mailbox.mails()).hasSize(2);
        }
    }

    @Test
    void a_directory_serves_one_mailbox_at_a_time() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory, 0)) {
            assertThat(mailbox.port()).isPositive();
            assertThatIllegalStateException()
                    .isThrownBy(() -> LocalMailbox.start(directory, 0))
                    .withMessageContaining("is in use by another local mailbox");
        }
    }

    @Test
    void a_taken_port_is_reported() throws Exception {
        try (LocalMailbox mailbox = LocalMailbox.start(directory.resolve("a"), 0)) {
            assertThatThrownBy(() -> LocalMailbox.start(directory.resolve("b"), mailbox.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + mailbox.port() + " on 127.0.0.1 is taken");
        }
    }

    @Test
    void a_directory_that_does_not_exist_holds_no_mail() {
        MailDirectory absent = new MailDirectory(directory.resolve("absent"));

        assertThat(absent.mails()).isEmpty();
        assertThat(absent.contains("1@x")).isFalse();
        assertThat(absent.text(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "650", "451\r\n250 ok", "45", "drop"})
    void an_unknown_reply_is_refused(String reply) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScriptedReplies().to("ada@uni.example", reply))
                .withMessageStartingWith("Scripted replies: expected");
    }

    @Test
    void arguments_of_the_process_are_read() {
        LocalMailboxMain.Arguments read =
                LocalMailboxMain.Arguments.parse("--dir", "mail", "--port", "0", "--reply", "Ada@uni.example=451,550");

        assertThat(read.directory()).isEqualTo(Path.of("mail"));
        assertThat(read.port()).isZero();
        assertThat(List.of(
                        read.replies().next("ada@uni.example"), read.replies().next("ada@uni.example")))
                .containsExactly("451", "550");
    }

    @Test
    void wrong_arguments_of_the_process_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalMailboxMain.Arguments.parse("--dir", "mail", "--port", "x"))
                .withMessage("--port: expected a number from 0 to 65535, found \"x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalMailboxMain.Arguments.parse("--port", "25"))
                .withMessageStartingWith("--dir is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalMailboxMain.Arguments.parse("--dir"))
                .withMessage("--dir: expected a value after it, found none");
    }

    private List<String> emlFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }

    private static void send(LocalMailbox mailbox, String id, String subject) throws Exception {
        try (SmtpTransport transport =
                new SmtpTransport(SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port()), CLOCK)) {
            transport.send(Mail.of(id, "library@uni.example", "ada@uni.example", MailText.plain(subject, "Text")));
        }
    }
}
