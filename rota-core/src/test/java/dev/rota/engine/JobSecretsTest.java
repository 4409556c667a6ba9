package dev.rota.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class JobSecretsTest {
    private static String hide(String text, String... secrets) {
        return JobSecrets.of(Set.of(secrets)).hide(text);
    }

    @Test
    void a_text_without_secrets_is_as_it_was() {
        assertThat(hide("nothing here")).isEqualTo("nothing here");
        assertThat(hide("nothing here", "hunter2")).isEqualTo("nothing here");
    }

    @Test
    void every_occurrence_is_hidden() {
        assertThat(hide("hunter2, hunter2!", "hunter2")).isEqualTo("•••, •••!");
    }

    @Test
    void the_longest_goes_first() {
        assertThat(hide("user hunter2-long or hunter2", "hunter2", "hunter2-long"))
                .isEqualTo("user ••• or •••");
    }

    @Test
    void a_value_is_found_as_it_stands_in_json_and_in_addresses() {
        String secret = "pa\"ss\\wö rd\n\u0001/";

        assertThat(hide("{\"p\":\"pa\\\"ss\\\\wö rd\\n\\u0001/\"}", secret)).isEqualTo("{\"p\":\"•••\"}");
        assertThat(hide("?p=pa%22ss%5Cw%C3%B6+rd%0A%01%2F&q", secret)).isEqualTo("?p=•••&q");
        assertThat(hide("?p=pa%22ss%5cw%c3%b6%20rd%0a%01%2f&q", secret)).isEqualTo("?p=•••&q");
    }

    @Test
    void what_follows_the_scheme_of_a_header_is_a_secret_of_its_own() {
        assertThat(hide("401 for abc.def", "Bearer abc.def")).isEqualTo("401 for •••");
    }

    @Test
    void a_value_of_less_than_four_characters_is_none() {
        assertThat(hide("abc abcd", "abc")).isEqualTo("abc abcd");
        assertThat(hide("abc abcd", "abcd")).isEqualTo("abc •••");
        assertThat(hide("a      b", "      ")).isEqualTo("a      b");
    }

    @Test
    void a_short_number_is_none_within_a_longer_one() {
        assertThat(hide("pin 4711 of order 147110", "4711")).isEqualTo("pin ••• of order 147110");
        assertThat(hide("x4111111111111111", "4111111111111111")).isEqualTo("x•••");
    }
}
