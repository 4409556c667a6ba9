package dev.rota.mail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailFilerTest {
    @TempDir
    Path directory;

    @Test
    void a_connection_that_outlives_the_mailbox_leaves_the_directory_alone() throws Exception {
        MailFiler filer = new MailFiler(directory);
        filer.close();

        assertThatThrownBy(() -> filer.file(message())).isInstanceOf(ClosedChannelException.class);

        assertThat(directory).isDirectoryNotContaining("glob:**.eml").isDirectoryNotContaining("glob:**.tmp");
        assertThat(new MailDirectory(directory).contains("1@x")).isFalse();
    }

    @Test
    void the_mails_of_a_job_are_found_without_looking_at_others() throws Exception {
        MailDirectory mails = new MailDirectory(directory);
        try (MailFiler filer = new MailFiler(directory)) {
            filer.file(of("7", "a"));
            filer.file(of("8", "b"));
            filer.file(of("7", "c"));
            filer.file(of("../../8", "d"));
        }
        assertThat(mails.ofJob(7, 10)).extracting(FiledMail::number).containsExactly(1L, 3L);
        assertThat(mails.ofJob(7, 1)).extracting(FiledMail::number).containsExactly(1L);
        assertThat(mails.ofJob(9, 10)).isEmpty();
        // A start finds those that nobody has marked, and marks none twice.
        Files.delete(directory.resolve(".jobs").resolve("8"));
        new MailFiler(directory).close();
        assertThat(mails.ofJob(8, 10)).extracting(FiledMail::number).containsExactly(2L);
        assertThat(mails.ofJob(7, 10)).hasSize(2);
    }

    @Test
    void a_mail_that_was_cleared_is_of_no_job_and_neither_is_another_that_got_its_name() throws Exception {
        MailDirectory mails = new MailDirectory(directory);
        try (MailFiler filer = new MailFiler(directory)) {
            filer.file(of("7", "a"));
        }
        mails.clear(1);
        assertThat(mails.ofJob(7, 10)).isEmpty();
        try (MailFiler filer = new MailFiler(directory)) {
            filer.file(of("8", "b"));
        }
        assertThat(mails.ofJob(7, 10)).isEmpty();
        assertThat(mails.ofJob(8, 10)).hasSize(1);
    }

    private static MimeMessage message() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setText("Late");
        message.saveChanges();
        message.setHeader("Message-ID", "<1@x>");
        return message;
    }

    private static MimeMessage of(String job, String id) throws Exception {
        MimeMessage message = message();
        message.setSubject("Your bill");
        message.setHeader("Message-ID", "<" + id + "@x>");
        message.setHeader(FiledMail.JOB_HEADER, job);
        return message;
    }
}
