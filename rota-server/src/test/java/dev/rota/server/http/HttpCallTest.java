package dev.rota.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.jackson.JacksonCodec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCallTest {
    private final JacksonCodec codec = new JacksonCodec();

    @Test
    void little_must_be_said() {
        HttpCall call = codec.decode("{\"url\":\"https://example.org/x\"}", HttpCall.class);
        assertThat(call.methodToUse()).isEqualTo("GET");
        assertThat(call.expected()).hasToString("200-299");
        assertThat(call.again()).hasToString("408,425,429,500-599");
        assertThat(call.timeoutToUse()).isEqualTo(Duration.ofSeconds(30));
        assertThat(call.redirects()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\":\"ftp://example.org\"}|scheme",
                "{\"url\":\"file:///etc/passwd\"}|scheme",
                "{\"url\":\"gopher://x\"}|scheme",
                "{\"url\":\"//example.org\"}|scheme",
                "{\"url\":\"https://anna:secret@example.org\"}|Authorization",
                "{\"url\":\"https:///path\"}|malformed",
                "{\"url\":\"https://exa mple.org\"}|malformed",
                "{\"url\":\"https://example.org:0/\"}|host and port",
                "{\"url\":\"https://example.org\",\"method\":\"TRACE\"}|Method",
                "{\"url\":\"https://example.org\",\"method\":\"GET\\r\\nX: y\"}|Method",
                "{\"url\":\"https://example.org\",\"headers\":{\"A\\r\\nB\":\"x\"}}|Name of a header",
                "{\"url\":\"https://example.org\",\"headers\":{\"A\":\"x\\r\\nB: y\"}}|line break",
                "{\"url\":\"https://example.org\",\"headers\":{\"Host\":\"other\"}}|set by the call itself",
                "{\"url\":\"https://example.org\",\"expectedStatus\":\"all\"}|Status",
                "{\"url\":\"https://example.org\",\"expectedStatus\":\"299-200\"}|Status",
                "{\"url\":\"https://example.org\",\"timeout\":\"PT2H\"}|Timeout",
                "{\"url\":\"https://example.org\",\"followRedirects\":11}|redirects",
            })
    void what_is_wrong_is_refused_when_it_is_enqueued(String json, String says) {
        assertThatThrownBy(() -> codec.decode(json, HttpCall.class)).hasMessageContaining(says);
    }

    @Test
    void values_of_headers_are_redacted_and_their_names_are_not() {
        String json = "{\"url\":\"https://example.org\",\"headers\":{\"Authorization\":\"Bearer abc\"}}";
        assertThat(codec.redact(json, HttpCall.class)).contains("Authorization").contains("•••").doesNotContain("abc");
        assertThat(codec.decode(json, HttpCall.class)).asString().doesNotContain("abc");
    }

    @Test
    void status_sets_hold_what_they_say() {
        StatusSet set = StatusSet.parse("200-204, 304");
        assertThat(set.contains(200)).isTrue();
        assertThat(set.contains(204)).isTrue();
        assertThat(set.contains(205)).isFalse();
        assertThat(set.contains(304)).isTrue();
    }
}
