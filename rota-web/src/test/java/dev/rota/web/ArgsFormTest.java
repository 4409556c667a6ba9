package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ArgsCodec;
import dev.rota.job.Secret;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a form are the members that the handler's codec reads. */
final class ArgsFormTest {
    record Line(int itemNo) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Order(
            long orderId,
            @Secret String panNumber,
            @JsonProperty("given") String firstName,
            List<Line> allLines) {}

    record Plain(long orderId, String firstName) {}

    record Code(@JsonValue String digits) {}

    private static ArgsType type(ArgsCodec codec, Class<?> args) {
        return new ArgsType("order.take", ArgsSchema.of(codec, args));
    }

    private static void comesBack(ArgsCodec codec, Object args, String... names) {
        ArgsType type = type(codec, args.getClass());
        ArgsForm form = ArgsForm.of(type, Json.tree(codec.encode(args))).orElseThrow();
        assertThat(form.fields()).extracting(ArgsForm.Field::name).containsExactly(names);
        var values = form.fields().stream().collect(Collectors.toMap(ArgsForm.Field::input, ArgsForm.Field::value));

        assertThat(codec.decode(ArgsForm.read(type, values::get).toString(), args.getClass()))
                .isEqualTo(args);
    }

    @Test
    void what_a_form_was_filled_with_is_read_by_the_names_that_a_record_has_in_json() {
        comesBack(
                new JacksonCodec(),
                new Order(7, "4711", "Ada", List.of(new Line(1))),
                "order_id",
                "pan_number",
                "given",
                "all_lines");
        comesBack(
                new JacksonCodec(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)),
                new Plain(7, "Ada"),
                "order-id",
                "first-name");
    }

    @Test
    void what_is_secret_is_told_by_its_name_in_json() {
        assertThat(ArgsSchema.secrets(new JacksonCodec(), Order.class)).containsExactly("pan_number");
    }

    @Test
    void a_record_that_is_written_as_one_value_has_no_fields() {
        ArgsCodec codec = new JacksonCodec();
        assertThat(ArgsSchema.of(codec, Code.class)).isEmpty();
        assertThat(ArgsForm.of(type(codec, Code.class), Json.object())).isEmpty();
    }
}
