package dev.rota.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.job.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Lists and maps that hold themselves or each other come to an end, whatever JSON stands for them. */
@SuppressWarnings("serial")
final class NestedListsTest {
    private static final List<JacksonCodec> CODECS = List.of(
            new JacksonCodec(),
            new JacksonCodec(JsonMapper.builder().enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)));

    static final class OfItself extends ArrayList<OfItself> {}

    static final class One extends ArrayList<Other> {}

    static final class Other extends ArrayList<One> {}

    static final class First extends ArrayList<Second> {}

    static final class Second extends ArrayList<Third> {}

    static final class Third extends ArrayList<First> {}

    static final class ListOfMaps extends ArrayList<MapOfLists> {}

    static final class MapOfLists extends HashMap<String, ListOfMaps> {}

    static final class Wider<T> extends ArrayList<Wider<List<T>>> {}

    static final class Maps extends HashMap<String, Maps> {}

    static final class Perhaps extends ArrayList<Optional<Perhaps>> {}

    record Pin(@Secret String pin, Pins more) {}

    static final class Pins extends ArrayList<Pinned> {}

    static final class Pinned extends ArrayList<Pin> {}

    record All(
            OfItself itself,
            One one,
            First first,
            ListOfMaps lists,
            MapOfLists maps,
            Wider<String> wider,
            Maps self,
            Perhaps perhaps,
            Pins pins) {}

    private static final List<Class<?>> TYPES = List.of(
            OfItself.class,
            One.class,
            First.class,
            ListOfMaps.class,
            MapOfLists.class,
            Wider.class,
            Maps.class,
            Perhaps.class);

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "{}", "[]", "[[1]]", "{\"a\":{\"b\":\"c\"}}", "[{\"a\":[1,[[\"b\"]]]}]"})
    void where_nothing_is_secret_all_is_shown(String json) {
        for (JacksonCodec codec : CODECS) {
            for (Class<?> type : TYPES) {
                assertThat(codec.redact(json, type)).as(type.getSimpleName()).isEqualTo(json);
            }
            Map<String, Object> members = new HashMap<>();
            for (var component : All.class.getRecordComponents()) {
                members.put(
                        component.getName(), codec.toMap("{\"a\":" + json + "}").get("a"));
            }
            members.remove("pins");
            String all = codec.encode(members);
            assertThat(codec.toMap(codec.redact(all, All.class))).isEqualTo(codec.toMap(all));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[{\"pin\":\"4711\",\"more\":null}]]",
                "[{\"pin\":\"4711\"}]",
                "{\"pin\":\"4711\"}",
                "{\"more\":[[{\"pin\":\"4711\"}]]}",
                "{\"more\":{\"more\":{\"pin\":\"4711\"}}}",
                "\"4711\""
            })
    void what_is_secret_in_them_is_hidden(String json) {
        for (JacksonCodec codec : CODECS) {
            assertThat(codec.redact(json, Pins.class)).contains("•••").doesNotContain("4711");
        }
    }
}
