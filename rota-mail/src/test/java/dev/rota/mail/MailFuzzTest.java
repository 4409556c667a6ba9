package dev.rota.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.testing.fuzz.Fuzz;
import dev.rota.testing.fuzz.Texts;
import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever a database gives for the parts of a mail, it is refused or stays in its place, as the server that gets it reads it. */
final class MailFuzzTest {
    private static final List<String> BREAKS = List.of(
            "\r\nBcc: eve@evil.example",
            "\nBcc: eve@evil.example",
            "\rBcc: eve@evil.example",
            "\r\n\r\n<b>body</b>",
            "\u0085Bcc: eve@evil.example",
            "\u2028Bcc: eve@evil.example",
            "\0",
            "%0d%0aBcc: eve@evil.example",
            "=?utf-8?q?=0D=0ABcc:_eve@evil.example?=",
            ", eve@evil.example",
            "> SIZE=1",
            "<eve@evil.example>",
            "\" <eve@evil.example>",
            "(eve@evil.example)",
            "x".repeat(3_000));
    private static final Set<String> EXPECTED = Set.of(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding",
            "X-Note");

    private static String part(Random random, String valid) {
        return switch (random.nextInt(5)) {
            case 0 -> valid + BREAKS.get(random.nextInt(BREAKS.size()));
            case 1 -> BREAKS.get(random.nextInt(BREAKS.size())) + valid;
            case 2 -> Texts.mutated(random, valid);
            case 3 -> random.nextInt(8) == 0 ? Texts.any(random) : valid;
            default -> valid;
        };
    }

    @Test
    void no_part_of_a_mail_becomes_a_header_or_a_recipient_of_its_own() {
        int[] made = new int[1];
        Fuzz.each(3_000, (random, input) -> {
            String id = part(random, "loan.42@library.example");
            String from = part(random, "The Library <library@uni.example>");
            String to = part(random, "ada@uni.example");
            String subject = part(random, "Your book is due");
            String note = part(random, "x");
            String html = random.nextBoolean() ? null : part(random, "<p>Bring it back</p>");
            input.is(String.join(" | ", id, from, to, subject, note));
            Mail mail;
            try {
                mail = Mail.of(id, from, to, new MailText(subject, part(random, "text"), html))
                        .withHeader("X-Note", note);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage())
                        .isNotBlank()
                        .doesNotContain("\r", "\n")
                        .hasSizeLessThan(500);
                return;
            }
            made[0]++;
            check(mail);
        });
        assertThat(made[0]).as("mails that could be made").isGreaterThan(100);
    }

    private static void check(Mail mail) throws Exception {
        Session session = Session.getInstance(new Properties());
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        MimeForm.of(mail, session, Instant.parse("2026-11-20T12:00:00Z")).writeTo(sent);
        MimeMessage read = new MimeMessage(session, new ByteArrayInputStream(sent.toByteArray()));
        Set<String> names = new TreeSet<>();
        for (Header header : Collections.list(read.getAllHeaders())) {
            assertThat(names.add(header.getName()))
                    .as(header.getName() + " twice")
                    .isTrue();
        }
        assertThat(EXPECTED).containsAll(names);
        assertThat(read.getAllRecipients()).hasSize(1);
        assertThat(MimeForm.address(mail.to()).getAddress())
                .isEqualTo(mail.to())
                .doesNotContainPattern("[\\s<>,\\p{Cntrl}]");
        assertThat(read.getFrom()).hasSize(1);
    }

    @Test
    void a_header_has_a_name_that_is_one() {
        Mail mail = Mail.of("a@b", "a@example.org", "b@example.org", MailText.plain("s", "t"));
        Fuzz.each(2_000, (random, input) -> {
            String name = input.is(part(random, "List-Unsubscribe"));
            try {
                check(mail.withHeader(name, "x"), name);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\r", "\n");
            }
        });
    }

    private static void check(Mail mail, String name) throws Exception {
        assertThat(mail.headers()).isEqualTo(Map.of(name, "x"));
        assertThat(name).matches("[A-Za-z0-9-]+");
    }
}
