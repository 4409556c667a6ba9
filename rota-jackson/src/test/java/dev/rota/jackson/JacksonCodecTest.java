package dev.rota.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.rota.job.ArgsException;
import dev.rota.job.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JacksonCodecTest {
    private final JacksonCodec codec = new JacksonCodec();

    record SendWelcome(long userId, String language) {}

    record Times(Instant at, LocalDate day, LocalTime time, Duration delay, ZonedDateTime local, ZoneId zone) {}

    record Numbers(BigInteger big, long most, BigDecimal exact, double approximate) {}

    record Optionals(@Nullable String text, Optional<String> maybe, List<String> list) {}

    record Account(String name, @Secret String password) {}

    record Import(List<Account> accounts, Map<String, Account> byName, Optional<Account> owner, Tree tree) {}

    record Tree(@Secret int code, @Nullable Tree child) {}

    record Box<T>(T content) {}

    record Nothing() {}

    record Number(long id) {}

    record Numbered(List<Number> content) {}

    static final class Closed {
        private final int number;

        Closed(int number) {
            this.number = number;
        }

        @Override
        public String toString() {
            return "closed " + number;
        }
    }

    record Boxes(Box<Account> box, Account[] array) {}

    record Renamed(@Secret @JsonProperty("api_key") String key, String other) {}

    sealed interface Target permits Mail, Hook {}

    record Mail(String to) implements Target {}

    record Hook(String url, @Secret String token) implements Target {}

    record Notify(Target target) {}

    @Test
    void writes_a_record_in_the_order_of_its_components() {
        assertThat(codec.encode(new SendWelcome(42, "de"))).isEqualTo("{\"userId\":42,\"language\":\"de\"}");
    }

    @Test
    void reads_what_it_wrote() {
        SendWelcome args = new SendWelcome(42, "de");
        assertThat(codec.decode(codec.encode(args), SendWelcome.class)).isEqualTo(args);
    }

    @Test
    void reads_members_in_any_order() {
        assertThat(codec.decode("{\"language\":\"de\",\"userId\":42}", SendWelcome.class))
                .isEqualTo(new SendWelcome(42, "de"));
    }

    @Test
    void writes_times_as_iso_text_and_reads_them_back_with_their_zone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Times times = new Times(
                Instant.parse("2026-03-29T01:00:00.123456Z"),
                LocalDate.parse("2026-03-29"),
                LocalTime.parse("03:00"),
                Duration.ofMinutes(5),
                ZonedDateTime.of(2026, 3, 29, 3, 0, 0, 0, berlin),
                berlin);
        String json = codec.encode(times);
        assertThat(json).contains("\"2026-03-29T01:00:00.123456Z\"", "\"2026-03-29\"", "\"PT5M\"", "[Europe/Berlin]");
        assertThat(codec.decode(json, Times.class)).isEqualTo(times);
    }

    @Test
    void keeps_numbers_exact() {
        Numbers numbers = new Numbers(
                new BigInteger("123456789012345678901234567890"), Long.MAX_VALUE, new BigDecimal("0.10"), 0.1);
        assertThat(codec.decode(codec.encode(numbers), Numbers.class)).isEqualTo(numbers);
    }

    @Test
    void keeps_numbers_exact_in_a_map() {
        Map<String, Object> map =
                codec.toMap("{\"big\":123456789012345678901234567890,\"long\":9223372036854775807,\"dec\":0.10}");
        assertThat(map)
                .containsEntry("big", new BigInteger("123456789012345678901234567890"))
                .containsEntry("long", Long.MAX_VALUE)
                .containsEntry("dec", new BigDecimal("0.10"));
        assertThat(codec.encode(map)).contains("123456789012345678901234567890", "9223372036854775807", "0.10");
    }

    @Test
    void keeps_null_empty_and_absent_values() {
        Optionals optionals = new Optionals(null, Optional.empty(), List.of());
        assertThat(codec.decode(codec.encode(optionals), Optionals.class)).isEqualTo(optionals);
    }

    @Test
    void writes_no_arguments_as_an_empty_object_and_reads_it_as_null() {
        assertThat(codec.encode(null)).isEqualTo("{}");
        assertThat(codec.decode("{}", Void.class)).isNull();
    }

    @Test
    void refuses_arguments_for_a_type_that_takes_none() {
        assertThatThrownBy(() -> codec.decode("{\"userId\":1}", Void.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("userId")
                .hasMessageContaining("expected {}");
    }

    @Test
    void refuses_an_unknown_member_and_names_it_and_the_known_ones() {
        assertThatThrownBy(() -> codec.decode("{\"userId\":1,\"lang\":\"de\"}", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("found \"lang\"")
                .hasMessageContaining("expected")
                .hasMessageContaining("userId")
                .hasMessageContaining("language")
                .hasMessageContaining("upcaster");
    }

    @Test
    void names_the_place_of_an_unknown_member_deep_inside() {
        assertThatThrownBy(() -> codec.decode("{\"box\":{\"content\":{\"pin\":1}},\"array\":[]}", Boxes.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("at box.content.pin");
    }

    @Test
    void refuses_a_missing_number_and_says_what_is_there_instead() {
        assertThatThrownBy(() -> codec.decode("{\"user\":4,\"language\":\"de\"}", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessage("Arguments do not fit " + SendWelcome.class.getName()
                        + ": userId is missing, found user, language");
        assertThatThrownBy(() -> codec.decode("{\"content\":[{}]}", Numbered.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageEndingWith(": content[0].id is missing, found nothing");
    }

    @Test
    void refuses_null_for_a_number() {
        assertThatThrownBy(() -> codec.decode("{\"userId\":null,\"language\":\"de\"}", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageEndingWith("at userId: Cannot map `null` into type `long`");
    }

    @Test
    void refuses_text_for_a_number_and_a_fraction_for_an_integer() {
        assertThatThrownBy(() -> codec.decode("{\"userId\":\"1\",\"language\":\"de\"}", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("userId");
        assertThatThrownBy(() -> codec.decode("{\"userId\":1.5,\"language\":\"de\"}", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("userId");
    }

    @Test
    void refuses_null_instead_of_arguments() {
        assertThatThrownBy(() -> codec.decode("null", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("null");
    }

    @Test
    void refuses_what_is_no_json_without_repeating_it() {
        assertThatThrownBy(() -> codec.decode("{\"password\":\"hunter2\" oops", SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("no JSON")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> codec.decode("{} {}", SendWelcome.class)).isInstanceOf(ArgsException.class);
    }

    @Test
    void refuses_to_write_what_no_json_can_hold() {
        Object[] itself = new Object[1];
        itself[0] = itself;
        assertThatThrownBy(() -> codec.encode(new Box<>(itself)))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("cannot be written as JSON");
    }

    @Test
    void refuses_to_write_a_value_of_which_nothing_would_be_kept() {
        String expected =
                Closed.class.getName() + " has no getters, and is no record, so that nothing of it would be kept";
        assertThatThrownBy(() -> codec.encode(new Closed(7)))
                .isInstanceOf(ArgsException.class)
                .hasMessage("A value of " + Closed.class.getName() + " cannot be written as JSON: " + expected);
        assertThatThrownBy(() -> codec.encode(new Box<>(new Closed(7))))
                .isInstanceOf(ArgsException.class)
                .hasMessageEndingWith(" at content: " + expected);
    }

    @Test
    void writes_a_record_without_components_and_reads_it_back() {
        assertThat(codec.encode(new Nothing())).isEqualTo("{}");
        assertThat(codec.encode(new Box<>(new Nothing()))).isEqualTo("{\"content\":{}}");
        assertThat(codec.decode("{}", Nothing.class)).isEqualTo(new Nothing());
    }

    @Test
    void a_map_of_members_keeps_their_order_and_may_be_changed() {
        Map<String, Object> map = codec.toMap("{\"z\":1,\"a\":{\"y\":[1,2]},\"m\":null}");
        assertThat(map.keySet()).containsExactly("z", "a", "m");
        map.remove("z");
        map.put("userId", 7);
        assertThat(codec.encode(map)).isEqualTo("{\"a\":{\"y\":[1,2]},\"m\":null,\"userId\":7}");
    }

    @Test
    void makes_arguments_from_a_map() {
        assertThat(codec.fromMap(Map.of("userId", 42, "language", "de"), SendWelcome.class))
                .isEqualTo(new SendWelcome(42, "de"));
        assertThatThrownBy(() -> codec.fromMap(Map.of("userId", 42, "user", 42), SendWelcome.class))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("found \"user\"");
    }

    @Test
    void refuses_a_map_of_what_is_no_object() {
        assertThatThrownBy(() -> codec.toMap("[1]"))
                .isInstanceOf(ArgsException.class)
                .hasMessageContaining("an array")
                .hasMessageContaining("expected an object");
    }

    @Test
    void redacts_secret_components() {
        assertThat(codec.redact("{\"name\":\"ann\",\"password\":\"hunter2\"}", Account.class))
                .isEqualTo("{\"name\":\"ann\",\"password\":\"•••\"}");
    }

    @Test
    void redacts_in_lists_maps_optionals_and_a_record_that_contains_itself() {
        Account account = new Account("ann", "hunter2");
        String json = codec.encode(new Import(
                List.of(account), Map.of("ann", account), Optional.of(account), new Tree(77, new Tree(77, null))));
        assertThat(codec.redact(json, Import.class))
                .isEqualTo("{\"accounts\":[{\"name\":\"ann\",\"password\":\"•••\"}],"
                        + "\"byName\":{\"ann\":{\"name\":\"ann\",\"password\":\"•••\"}},"
                        + "\"owner\":{\"name\":\"ann\",\"password\":\"•••\"},"
                        + "\"tree\":{\"code\":\"•••\",\"child\":{\"code\":\"•••\",\"child\":null}}}");
    }

    @Test
    void redacts_in_generic_records_and_arrays() {
        Account account = new Account("ann", "hunter2");
        String json = codec.encode(new Boxes(new Box<>(account), new Account[] {account}));
        assertThat(codec.redact(json, Boxes.class)).contains("ann", "•••").doesNotContain("hunter2");
    }

    @Test
    void redacts_under_the_name_that_json_uses() {
        String json = codec.encode(new Renamed("hunter2", "seen"));
        assertThat(codec.redact(json, Renamed.class)).isEqualTo("{\"api_key\":\"•••\",\"other\":\"seen\"}");
    }

    @Test
    void redacts_what_is_secret_in_any_kind_of_a_sealed_type() {
        String json = "{\"target\":{\"url\":\"https://example.org\",\"token\":\"hunter2\"}}";
        assertThat(codec.redact(json, Notify.class))
                .isEqualTo("{\"target\":{\"url\":\"https://example.org\",\"token\":\"•••\"}}");
    }

    @Test
    void tells_the_values_of_secret_components_and_of_members_with_telling_names() {
        String json = """
                {"accounts":[{"name":"ana","password":"first-secret"}],"byName":{"bo":{"name":"bo","password":"second"}},
                 "owner":null,"tree":{"code":4711,"child":{"code":123456,"child":null}}}""";

        assertThat(codec.secrets(json, Import.class))
                .containsExactlyInAnyOrder("first-secret", "second", "4711", "123456");
        assertThat(codec.secrets("{\"headers\":{\"Authorization\":\"Bearer abc\",\"Accept\":\"*/*\"}}", Map.class))
                .containsExactly("Bearer abc");
        assertThat(codec.secrets("{\"tokens\":[\"a\",{\"of\":\"b\"},true,null,7]}", Map.class))
                .containsExactly("a", "b", "7");
    }

    @Test
    void tells_what_is_secret_even_where_arguments_do_not_fit_their_type() {
        assertThat(codec.secrets("{\"name\":7,\"password\":{\"odd\":\"hidden\"},\"more\":1}", Account.class))
                .containsExactly("hidden");
        assertThat(codec.secrets("[\"no account\"]", Account.class)).containsExactly("no account");
        assertThat(codec.secrets("[\"plain\"]", SendWelcome.class)).isEmpty();
        assertThat(codec.secrets("no JSON", Account.class)).isEmpty();
        assertThat(codec.secrets("{}", Void.class)).isEmpty();
    }

    @Test
    void leaves_json_without_secrets_as_it_is() {
        String json = "{\"userId\":42,\"language\":\"de\"}";
        assertThat(codec.redact(json, SendWelcome.class)).isEqualTo(json);
        assertThat(codec.redact("{}", Void.class)).isEqualTo("{}");
    }
}
