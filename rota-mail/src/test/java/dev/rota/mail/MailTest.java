package dev.rota.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {
    private static final MailText TEXT = MailText.plain("Due soon", "Bring it back.");

    @Test
    void a_sender_may_have_a_name() {
        Mail mail = Mail.of("a@b", "The Library <library@uni.example>", "ada@uni.example", TEXT);

        assertThat(mail.from()).isEqualTo("The Library <library@uni.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada@uni.example\r\nBcc: eve@evil.example",
                "ada@uni.example\nBcc: eve@evil.example",
                "ada@uni.example, eve@evil.example",
                "Ada <ada@uni.example>",
                "ada",
                "ada@",
                "@uni.example",
                "",
                " ",
                "ada eve@uni.example",
                "adä@uni.example",
                "friends: ada@uni.example;"
            })
    void a_recipient_that_is_not_one_bare_address_is_refused_without_showing_it(String to) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mail.of("a@b", "library@uni.example", to, TEXT))
                .withMessageStartingWith("to: expected ")
                .withMessageContaining("found ")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("uni.example", "evil.example"))
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "@b", "a@", "<a@b>", "a@b\r\nX: y", "a b@c", "a@b@c", "ä@b", "a@-b"})
    void a_message_id_that_is_not_local_at_domain_is_refused(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Mail.of(id, "library@uni.example", "ada@uni.example", TEXT))
                .withMessageStartingWith("Message-ID: expected local@domain")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
    }

    @Test
    void a_message_id_of_more_than_250_characters_is_refused() {
        assertThat(mail("a".repeat(248) + "@b").messageId()).hasSize(250);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mail("a".repeat(249) + "@b"))
                .withMessageContaining("at most 250");
    }

    @Test
    void a_header_value_with_a_line_break_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mail("a@b").withHeader("List-Unsubscribe", "<x>\r\nBcc: eve@evil.example"))
                .withMessage("Header List-Unsubscribe: expected one line, found a line break, which would let it add"
                        + " headers; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bcc", "subject", "MESSAGE-ID", "Content-Type"})
    void a_header_that_mail_sets_itself_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mail("a@b").withHeader(name, "x"))
                .withMessageContaining("is set by Mail itself");
    }

    @Test
    void a_header_name_with_other_characters_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mail("a@b").withHeader("X: y\r\nBcc", "x"))
                .withMessageStartingWith("Header name: expected letters, digits and hyphens");
    }

    @Test
    void a_subject_with_a_line_break_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailText.plain("Due\nBcc: eve@evil.example", ""))
                .withMessageContaining("found a line break");
    }

    @Test
    void a_subject_that_no_line_of_a_mail_can_hold_is_refused() {
        assertThat(MailText.plain("ü".repeat(998), "").subject()).hasSize(998);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailText.plain("ü".repeat(999), ""))
                .withMessage("Subject: expected at most 998 characters, found 999; shorten it and put the rest into"
                        + " the text");
    }

    @Test
    void an_empty_subject_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MailText.plain(" ", ""))
                .withMessageContaining("found an empty one");
    }

    @Test
    void a_mail_shows_no_address_when_printed() {
        assertThat(mail("a@b").withHeader("X-A", "1").toString()).isEqualTo("Mail[a@b]");
    }

    @Test
    void headers_keep_their_order_and_cannot_be_changed_from_outside() {
        Mail mail = mail("a@b").withHeader("X-B", "1").withHeader("X-A", "2").withHeader("X-B", "3");

        assertThat(mail.headers()).containsExactly(Map.entry("X-B", "3"), Map.entry("X-A", "2"));
        assertThat(mail.headers()).isUnmodifiable();
    }

    @Test
    void escaped_values_are_harmless_in_content_and_in_attributes() {
        assertThat(MailText.escape("<b onclick=\"x\">Tom & 'Jerry'"))
                .doesNotContain("<", "\"", "'")
                .contains("&lt;b", "&amp;");
    }

    private static Mail mail(String id) {
        return Mail.of(id, "library@uni.example", "ada@uni.example", TEXT);
    }
}
