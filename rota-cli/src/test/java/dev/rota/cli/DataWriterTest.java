package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataWriterTest {
    @Test
    void numbers_of_arguments_stay_exact() {
        DataWriter.Json json = new DataWriter.Json("{\"n\":123456789012345678901234567890.10,\"t\":\"ā\"}");
        assertThat(DataWriter.line(json)).isEqualTo("{\"n\":123456789012345678901234567890.10,\"t\":\"ā\"}");
    }

    @Test
    void yaml_quotes_texts_that_would_be_read_as_something_else() {
        assertThat(DataWriter.yaml(Map.of("a", List.of("12", "true", "no", "", "a: b", "two\nlines"))))
                .isEqualTo("""
                        a:
                        - "12"
                        - "true"
                        - "no"
                        - ""
                        - "a: b"
                        - |-
                          two
                          lines""");
    }

    @Test
    void texts_are_escaped_in_json() {
        assertThat(DataWriter.line(Map.of("a", "\"\\\n\u001b"))).isEqualTo("{\"a\":\"\\\"\\\\\\n\\u001B\"}");
    }
}
