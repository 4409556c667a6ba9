package dev.rota.mail.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read in a directory of mails besides their texts, and how it is cleared. */
final class MailDirectoryTest {
    private static final String MAIL = """
            Message-ID: <%s@shop.example>
            From: shop@example.com
            To: ann@example.com
            Subject: Your bill
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=part

            --part
            Content-Type: text/plain

            Here it is.
            --part
            Content-Type: application/pdf; name="../../bill.pdf"
            Content-Disposition: attachment; filename="../../bill.pdf"
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --part
            Content-Type: text/csv
            Content-Disposition: attachment

            a,b
            --part--
            """;

    @TempDir
    private Path directory;

    private MailDirectory mails;

    @BeforeEach
    void file() throws IOException {
        mails = new MailDirectory(directory);
        for (int number = 1; number <= 3; number++) {
            String mail = MAIL.formatted("m" + number).replace("\n", "\r\n");
            Files.writeString(directory.resolve("%06d-your-bill.eml".formatted(number)), mail);
        }
    }

    @Test
    void a_subject_that_rota_would_not_send_is_shown_on_one_line() throws IOException {
        assertThat(subject("=?utf-8?q?one=0D=0Atwo=0Athree?=")).isEqualTo("one two three");
        assertThat(subject("=?utf-8?q?=0A?=")).isEqualTo("(no subject)");
        assertThat(subject("long ".repeat(500))).hasSize(998);
    }

    private String subject(String header) throws IOException {
        Files.writeString(
                directory.resolve("000004-other.eml"),
                MAIL.formatted("m4").replace("Your bill", header).replace("\n", "\r\n"));
        return mails.text(4).orElseThrow().subject();
    }

    @Test
    void files_that_came_with_a_mail_have_names_without_paths() {
        assertThat(mails.attachments(2))
                .containsExactly(
                        new MailAttachment(0, "bill.pdf", "application/pdf", 5),
                        new MailAttachment(1, "attachment", "text/csv", 3));
        assertThat(mails.attachment(2, 0))
                .hasValueSatisfying(bytes ->
                        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo("hello"));
        assertThat(mails.attachment(2, 2)).isEmpty();
        assertThat(mails.attachments(9)).isEmpty();
        assertThat(mails.text(2).orElseThrow().text()).startsWith("Here it is.");
    }

    @Test
    void it_is_cleared_up_to_a_mail_and_later_ones_stay() throws IOException {
        Path other = Files.writeString(directory.resolve("notes.txt"), "kept");
        assertThat(mails.count()).isEqualTo(3);
        assertThat(mails.clear(2)).isEqualTo(2);
        assertThat(mails.latest(10)).extracting(FiledMail::number).containsExactly(3L);
        assertThat(mails.clear(2)).isZero();
        assertThat(other).exists();
        assertThat(new MailDirectory(directory.resolve("nowhere")).clear(9)).isZero();
    }

    @Test
    void a_mail_is_marked_as_released_once_and_the_mark_goes_with_it() throws IOException {
        assertThat(mails.mail(2).orElseThrow().releasedAt()).isNull();
        assertThat(mails.markReleased(2)).isTrue();
        Instant at = mails.mail(2).orElseThrow().releasedAt();
        assertThat(at).isNotNull();
        assertThat(mails.markReleased(2)).isFalse();
        assertThat(mails.mail(2).orElseThrow().releasedAt()).isEqualTo(at);
        assertThat(mails.mail(1).orElseThrow().releasedAt()).isNull();
        mails.unmarkReleased(2);
        assertThat(mails.mail(2).orElseThrow().releasedAt()).isNull();
        mails.markReleased(3);
        mails.clear(3);
        mails.unmarkReleased(3);
        file();
        assertThat(mails.mail(3).orElseThrow().releasedAt()).isNull();
        assertThatThrownBy(() -> mails.markReleased(9)).isInstanceOf(IllegalArgumentException.class);
    }
}
