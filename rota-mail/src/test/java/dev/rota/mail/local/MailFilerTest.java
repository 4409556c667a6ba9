package dev.rota.mail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.channels.ClosedChannelException;
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

    private static MimeMessage message() throws Exception {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setText("Late");
        message.saveChanges();
        message.setHeader("Message-ID", "<1@x>");
        return message;
    }
}
