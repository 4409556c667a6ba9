package dev.rota.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rota.job.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.StdSerializer;

/** What is marked as secret is hidden under whatever names Jackson has for it. */
final class HiddenMembersTest {
    private static final String HIDDEN = "\"•••\"";

    private final JacksonCodec codec = new JacksonCodec();
    private final JacksonCodec snake =
            new JacksonCodec(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));

    record Pay(long orderId, @Secret String panNumber) {}

    private static final Pay PAY = new Pay(7, "4711-0815");

    /** Written as JSON, this shows everything but the pan, and tells of it alone. */
    private static void hides(JacksonCodec codec, Object args, String shown) {
        String json = codec.encode(args);
        assertThat(json).contains("4711-0815");
        assertThat(codec.redact(json, args.getClass())).isEqualTo(shown);
        assertThat(codec.secrets(json, args.getClass())).containsExactly("4711-0815");
    }

    @JsonNaming(SnakeCaseStrategy.class)
    record Named(long orderId, @Secret String panNumber) {}

    @Test
    void a_naming_strategy_names_it() {
        hides(codec, new Named(7, "4711-0815"), "{\"order_id\":7,\"pan_number\":\"•••\"}");
        hides(snake, PAY, "{\"order_id\":7,\"pan_number\":\"•••\"}");
    }

    record Nested(List<Pay> firstList, Map<String, Pay> byName, Optional<Pay> perhapsOne) {}

    @Test
    void the_same_in_lists_maps_and_optionals() {
        String pay = "{\"order_id\":7,\"pan_number\":\"•••\"}";
        hides(
                snake,
                new Nested(List.of(PAY), Map.of("panNumber", PAY), Optional.of(PAY)),
                "{\"first_list\":[" + pay + "],\"by_name\":{\"panNumber\":" + pay + "},\"perhaps_one\":" + pay + "}");
    }

    interface Mixed {
        @JsonProperty("card")
        String panNumber();

        @Secret
        long orderId();
    }

    @Test
    void a_mix_in_names_and_marks_it() {
        JacksonCodec mixed = new JacksonCodec(JsonMapper.builder().addMixIn(Pay.class, Mixed.class));
        String json = mixed.encode(PAY);

        assertThat(mixed.redact(json, Pay.class)).isEqualTo("{\"orderId\":\"•••\",\"card\":\"•••\"}");
        assertThat(mixed.secrets(json, Pay.class)).containsExactlyInAnyOrder("7", "4711-0815");
    }

    record Aliased(@Secret @JsonAlias({"pan", "digits"}) String number, String text) {}

    @Test
    void it_is_found_under_names_that_are_read_and_in_any_case() {
        assertThat(codec.redact("{\"digits\":\"4711\",\"text\":\"a\"}", Aliased.class))
                .isEqualTo("{\"digits\":\"•••\",\"text\":\"a\"}");
        assertThat(codec.redact("{\"PAN\":\"4711\",\"Number\":\"4711\",\"TEXT\":\"a\"}", Aliased.class))
                .isEqualTo("{\"PAN\":\"•••\",\"Number\":\"•••\",\"TEXT\":\"a\"}");
    }

    @SuppressWarnings("unused")
    static class Bean {
        @Secret
        private String byField = "a1";

        private String byGetter = "a2";
        private String bySetter = "a3";
        private String byParameter = "a4";
        private String shown = "seen";

        @JsonProperty("written")
        private String twoNames = "a5";

        @Secret
        private String onlyRead = "a6";

        public String getByField() {
            return byField;
        }

        public void setByField(String value) {
            byField = value;
        }

        @Secret
        public String getByGetter() {
            return byGetter;
        }

        public void setByGetter(String value) {
            byGetter = value;
        }

        public String getBySetter() {
            return bySetter;
        }

        @Secret
        public void setBySetter(String value) {
            bySetter = value;
        }

        public String getByParameter() {
            return byParameter;
        }

        public void setByParameter(@Secret String value) {
            byParameter = value;
        }

        public String getShown() {
            return shown;
        }

        public void setShown(String value) {
            shown = value;
        }

        @Secret
        @JsonProperty("written")
        public String getTwoNames() {
            return twoNames;
        }

        @JsonProperty("read")
        public void setTwoNames(String value) {
            twoNames = value;
        }

        public void setOnlyRead(String value) {
            onlyRead = value;
        }
    }

    static final class Derived extends Bean {
        public final int more = 1;
    }

    @Test
    void in_a_bean_the_mark_may_stand_on_field_getter_setter_and_parameter() {
        for (Bean bean : List.of(new Bean(), new Derived())) {
            String shown = codec.redact(codec.encode(bean), bean.getClass());
            assertThat(shown).contains("seen").doesNotContainPattern("a[1-5]");
            assertThat(codec.secrets(codec.encode(bean), bean.getClass()))
                    .containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "a5");
            assertThat(codec.redact("{\"read\":\"a5\",\"onlyRead\":\"a6\",\"shown\":\"seen\"}", bean.getClass()))
                    .isEqualTo("{\"read\":\"•••\",\"onlyRead\":\"•••\",\"shown\":\"seen\"}");
        }
    }

    static final class Built {
        public final String pan;
        public final String text;

        @JsonCreator
        Built(@Secret @JsonProperty("pan") String pan, @JsonProperty("text") String text) {
            this.pan = pan;
            this.text = text;
        }
    }

    @Test
    void the_mark_may_stand_on_a_parameter_of_a_constructor() {
        hides(codec, new Built("4711-0815", "a"), "{\"pan\":\"•••\",\"text\":\"a\"}");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(Hook.class), @JsonSubTypes.Type(Mail.class)})
    interface Target {}

    record Hook(String url, @Secret @JsonProperty("pan") String key) implements Target {}

    record Mail(String to) implements Target {}

    record Notify(Target target, List<Target> more) {}

    @Test
    void it_is_hidden_in_sub_types_that_an_annotation_names() {
        String json =
                codec.encode(new Notify(new Hook("/a", "4711"), List.of(new Mail("ann"), new Hook("/b", "0815"))));

        assertThat(codec.decode(json, Notify.class).more()).hasSize(2);
        assertThat(codec.redact(json, Notify.class))
                .contains("\"url\":\"/a\",\"pan\":\"•••\"", "\"to\":\"ann\"", "\"url\":\"/b\",\"pan\":\"•••\"");
        assertThat(codec.secrets(json, Notify.class)).containsExactlyInAnyOrder("4711", "0815");
    }

    interface Open {}

    record Late(String url, @Secret String pan) implements Open {}

    record ByMember(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(Late.class))
            Open one,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(Late.class))
            List<Open> many) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    interface Registered {}

    record Joined(String url, @Secret String pan) implements Registered {}

    record Holder(Registered held) {}

    @Test
    void and_in_those_that_a_member_names_or_that_are_registered() {
        hides(
                codec,
                new ByMember(new Late("/a", "4711-0815"), List.of(new Late("/b", "4711-0815"))),
                "{\"one\":{\"@type\":\"HiddenMembersTest$Late\",\"url\":\"/a\",\"pan\":\"•••\"},"
                        + "\"many\":[{\"@type\":\"HiddenMembersTest$Late\",\"url\":\"/b\",\"pan\":\"•••\"}]}");
        hides(
                new JacksonCodec(JsonMapper.builder().registerSubtypes(Joined.class)),
                new Holder(new Joined("/a", "4711-0815")),
                "{\"held\":{\"@type\":\"HiddenMembersTest$Joined\",\"url\":\"/a\",\"pan\":\"•••\"}}");
    }

    interface Abstract {}

    record Concrete(@Secret String pan) implements Abstract {}

    record ReadAs(
            @JsonDeserialize(as = Concrete.class) Abstract one,

            @JsonDeserialize(contentAs = Concrete.class) List<Abstract> many,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, defaultImpl = Concrete.class)
            Abstract other) {}

    @Test
    void and_in_the_class_that_is_read_in_place_of_an_abstract_one() {
        String json = "{\"one\":{\"pan\":\"1\"},\"many\":[{\"pan\":\"2\"}],\"other\":{\"pan\":\"3\"}}";

        assertThat(codec.decode(json, ReadAs.class).many()).containsExactly(new Concrete("2"));
        assertThat(codec.secrets(json, ReadAs.class)).containsExactlyInAnyOrder("1", "2", "3");
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    sealed interface Wrapped permits Inner {}

    record Inner(String url, @Secret String pan) implements Wrapped {}

    record Outer(Wrapped wrapped) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    sealed interface Listed permits Element {}

    record Element(String url, @Secret String pan) implements Listed {}

    record Elements(Listed listed) {}

    @Test
    void it_is_hidden_within_what_names_the_type() {
        hides(
                codec,
                new Outer(new Inner("/a", "4711-0815")),
                "{\"wrapped\":{\"HiddenMembersTest$Inner\":{\"url\":\"/a\",\"pan\":\"•••\"}}}");
        String listed = codec.encode(new Elements(new Element("/a", "4711-0815")));
        assertThat(codec.redact(listed, Elements.class)).isEqualTo("{\"listed\":\"•••\"}");
    }

    record Unwrapping(
            String text, @JsonUnwrapped(prefix = "pay_") Pay pay) {}

    record UnwrappingSecret(
            String text, @Secret @JsonUnwrapped Mail mail) {}

    @Test
    void what_is_unwrapped_is_hidden_under_its_name_there() {
        hides(codec, new Unwrapping("a", PAY), "{\"text\":\"a\",\"pay_orderId\":7,\"pay_panNumber\":\"•••\"}");
        assertThat(codec.redact("{\"text\":\"a\",\"to\":\"ann\"}", UnwrappingSecret.class))
                .isEqualTo(HIDDEN);
    }

    static final class Ignoring {
        public String text = "a";

        @Secret
        @JsonIgnore
        public String pan = "4711";
    }

    record AnyName(String text, @Secret @JsonAnyGetter Map<String, String> more) {}

    @JsonSerialize(using = OwnSerializer.class)
    record Own(@Secret String pan) {}

    static final class OwnSerializer extends StdSerializer<Own> {
        OwnSerializer() {
            super(Own.class);
        }

        @Override
        public void serialize(Own own, JsonGenerator json, SerializationContext context) {
            json.writeStartObject();
            json.writeStringProperty("digits", own.pan());
            json.writeEndObject();
        }
    }

    @Test
    void what_is_marked_and_has_no_name_hides_the_whole() {
        assertThat(codec.redact("{\"text\":\"a\",\"pan\":\"4711\"}", Ignoring.class))
                .isEqualTo(HIDDEN);
        assertThat(codec.redact(codec.encode(new AnyName("a", Map.of("pan", "4711"))), AnyName.class))
                .isEqualTo(HIDDEN);
        assertThat(codec.redact(codec.encode(new Own("4711")), Own.class)).isEqualTo(HIDDEN);
        assertThat(codec.secrets(codec.encode(new Own("4711")), Own.class)).containsExactly("4711");
    }

    record Extra(String text, @JsonAnyGetter Map<String, Pay> more) {}

    record ManyPays(@JsonValue List<Pay> pays) {}

    record PaysByName(@JsonValue Map<String, Pay> pays) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record InOrder(String text, Pay pay) {}

    record Delegating(List<Pay> pays) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Delegating {}
    }

    @Test
    void it_is_hidden_in_what_is_written_without_names() {
        String pay = "{\"orderId\":7,\"panNumber\":\"•••\"}";
        hides(codec, new Extra("a", Map.of("b", PAY)), "{\"text\":\"a\",\"b\":" + pay + "}");
        hides(codec, new ManyPays(List.of(PAY)), "[" + pay + "]");
        assertThat(codec.redact("[{\"orderId\":7,\"panNumber\":\"4711\"}]", Delegating.class))
                .isEqualTo("[" + pay + "]");
        hides(codec, new PaysByName(Map.of("b", PAY)), "{\"b\":" + pay + "}");
        assertThat(codec.redact(codec.encode(new InOrder("a", PAY)), InOrder.class))
                .isEqualTo("[\"•••\"," + pay + "]");
    }

    interface Marked {
        @Secret
        String pan();
    }

    record Implemented(String text, String pan) implements Marked {}

    record OneWay(
            @Secret @JsonProperty(access = JsonProperty.Access.READ_ONLY)
            String pan,

            @Secret @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String cvc,

            String text) {}

    record Constructed(String pan, String text) {
        Constructed(@Secret String pan, String text) {
            this.pan = pan;
            this.text = text;
        }
    }

    @Test
    void it_is_hidden_wherever_the_mark_stands_in_a_record() {
        hides(codec, new Implemented("a", "4711-0815"), "{\"text\":\"a\",\"pan\":\"•••\"}");
        hides(codec, new OneWay("4711-0815", "123", "a"), "{\"pan\":\"•••\",\"text\":\"a\"}");
        assertThat(codec.redact("{\"cvc\":\"123\",\"text\":\"a\"}", OneWay.class))
                .isEqualTo("{\"cvc\":\"•••\",\"text\":\"a\"}");
        hides(codec, new Constructed("4711-0815", "a"), "{\"pan\":\"•••\",\"text\":\"a\"}");
    }

    record Several(List<Pay> pays) {}

    @Test
    void it_is_hidden_in_one_value_that_stands_for_a_list() {
        JacksonCodec lenient =
                new JacksonCodec(JsonMapper.builder().enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY));
        String json = "{\"pays\":{\"orderId\":7,\"panNumber\":\"4711\"}}";

        assertThat(lenient.decode(json, Several.class).pays()).hasSize(1);
        assertThat(lenient.redact(json, Several.class)).isEqualTo("{\"pays\":{\"orderId\":7,\"panNumber\":\"•••\"}}");
    }

    @Test
    void it_is_hidden_by_a_mapper_that_goes_by_no_annotations() {
        hides(
                new JacksonCodec(JsonMapper.builder().disable(MapperFeature.USE_ANNOTATIONS)),
                PAY,
                "{\"orderId\":7,\"panNumber\":\"•••\"}");
    }
}
