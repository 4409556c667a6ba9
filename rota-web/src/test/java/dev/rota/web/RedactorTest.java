package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.job.Secret;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.testing.RotaTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** What is hidden is hidden under the names that the program's own mapper gives. */
final class RedactorTest {
    private static final JobType<Charge> CHARGE = JobType.of("charge", Charge.class);

    record Charge(long orderId, @Secret String panNumber) {}

    @Test
    void what_a_mapper_renames_is_neither_shown_nor_searched(@TempDir Path directory) {
        JacksonCodec snake =
                new JacksonCodec(JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
        try (RotaTest test = RotaTest.at(
                "2026-11-20T12:00:00Z",
                clock -> SqliteStore.open(directory.resolve("rota.db"), SqliteSettings.DEFAULTS.clock(clock)),
                snake,
                builder -> builder.handler(CHARGE, (args, job) -> {}))) {
            Redactor redactor = new Redactor(test.rota());
            String json = CHARGE.encode(snake, new Charge(7, "4711"));

            assertThat(json).isEqualTo("{\"order_id\":7,\"pan_number\":\"4711\"}");
            assertThat(redactor.args("charge", json)).hasToString("{\"order_id\":7,\"pan_number\":\"•••\"}");
            assertThat(redactor.hidesArgs("charge", List.of("pan_number"))).isTrue();
            assertThat(redactor.hidesArgs("charge", List.of("order_id"))).isFalse();
        }
    }
}
