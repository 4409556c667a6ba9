package dev.rota.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** A form asks for members by the names by which they are read. */
final class ComponentNamesTest {
    private final JacksonCodec codec = new JacksonCodec();

    record Plain(long orderId, String firstName) {}

    record None() {}

    @Test
    void by_themselves_components_are_named_as_they_are() {
        assertThat(codec.names(Plain.class)).isEqualTo(Map.of("orderId", "orderId", "firstName", "firstName"));
        assertThat(codec.names(Plain.class).keySet()).containsExactly("orderId", "firstName");
        assertThat(codec.names(None.class)).isEmpty();
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Snake(long orderId, @JsonProperty("given") String firstName) {}

    record Aliased(@JsonAlias("id") long orderId) {}

    interface Mixed {
        @JsonProperty("name")
        String firstName();
    }

    @Test
    void a_naming_strategy_an_annotation_or_a_mix_in_names_them() {
        assertThat(codec.names(Snake.class)).isEqualTo(Map.of("orderId", "order_id", "firstName", "given"));
        assertThat(codec.names(Aliased.class)).isEqualTo(Map.of("orderId", "orderId"));
        assertThat(new JacksonCodec(
                                JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE))
                        .names(Plain.class))
                .isEqualTo(Map.of("orderId", "OrderId", "firstName", "FirstName"));
        assertThat(new JacksonCodec(JsonMapper.builder().addMixIn(Plain.class, Mixed.class)).names(Plain.class))
                .isEqualTo(Map.of("orderId", "orderId", "firstName", "name"));
    }

    record Contradictory(
            @JsonProperty("id") long first,
            @JsonProperty("id") long second) {}

    @Test
    void what_nothing_reads_has_no_names() {
        assertThat(codec.names(Contradictory.class)).isEmpty();
    }

    record Half(long id, @JsonIgnore String never) {}

    @Test
    void what_is_not_read_has_no_name() {
        assertThat(codec.names(Half.class)).isEqualTo(Map.of("id", "id"));
    }

    record Number(@JsonValue String digits) {}

    record Delegated(String text) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Delegated of(String text) {
            return new Delegated(text);
        }
    }

    record Made(long id) {
        @JsonCreator
        static Made of(@JsonProperty("number") long number, @JsonProperty("more") long more) {
            return new Made(number + more);
        }
    }

    record Around(@JsonUnwrapped Plain plain, int more) {}

    @JsonDeserialize(using = Own.class)
    record Special(String text) {}

    static final class Own extends StdDeserializer<Special> {
        Own() {
            super(Special.class);
        }

        @Override
        public Special deserialize(JsonParser parser, DeserializationContext context) {
            return new Special(parser.getString());
        }
    }

    @Test
    void what_is_read_in_another_way_has_no_members() {
        assertThat(codec.names(Number.class)).isEmpty();
        assertThat(codec.names(Delegated.class)).isEmpty();
        assertThat(codec.names(Made.class)).isEmpty();
        assertThat(codec.names(Around.class)).isEmpty();
        assertThat(codec.names(Special.class)).isEmpty();
    }
}
