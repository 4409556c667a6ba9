package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.mail.Mail;
import dev.rota.mail.MailText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdsTest {
    @Test
    void a_plain_key_can_be_read_in_the_message_id() {
        assertThat(MessageIds.of("library", "due_soon.42.2026-03-20", "uni.example"))
                .isEqualTo("library.due_soon.42.2026-03-20@uni.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a..b", ".a", "a@b", "a\r\nBcc: x", "ä", "key+x", " "})
    void any_key_makes_a_valid_message_id(String key) {
        String id = MessageIds.of("library", key, "uni.example");

        assertThat(Mail.of(id, "a@b.example", "c@d.example", MailText.plain("s", ""))
                        .messageId())
                .isEqualTo(id);
    }

    @Test
    void different_keys_make_different_ids() {
        List<String> ids = List.of("a b", "a-b", "a  b", "A b", "a_b").stream()
                .map(key -> MessageIds.of("library", key, "uni.example"))
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void a_long_key_is_shortened() {
        assertThat(MessageIds.of("library", "a".repeat(500), "uni.example")).hasSizeLessThan(100);
    }
}
