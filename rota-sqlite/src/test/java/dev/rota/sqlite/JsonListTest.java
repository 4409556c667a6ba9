package dev.rota.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonListTest {
    @Test
    void texts_come_back_as_they_were() {
        List<String> texts =
                List.of("", "plain", "a \"quoted\" \\ one", "line\nbreak\ttab\u0001", "Grüße, 世界 😀", "[,]");
        assertThat(JsonList.texts(JsonList.write(texts))).isEqualTo(texts);
        assertThat(JsonList.texts("[]")).isEmpty();
    }

    @Test
    void numbers_come_back_as_they_were() {
        List<Long> numbers = List.of(0L, -1L, Long.MAX_VALUE);
        assertThat(JsonList.numbers(JsonList.write(numbers))).isEqualTo(numbers);
    }

    @Test
    void what_another_program_has_written_is_read() {
        assertThat(JsonList.texts(" [ \"a\\u00e9\\/\" , \"b\" ] ")).containsExactly("aé/", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[\"a\"", "[\"a\" \"b\"]", "{}", "[\"a\\u00\"]", "[x]"})
    void what_is_no_list_is_refused(String json) {
        assertThatThrownBy(() -> JsonList.texts(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected a JSON array");
    }
}
