package dev.rota.systems.chat.admin;

import static dev.rota.systems.chat.admin.ChatProgram.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.systems.common.testing.TestDatabase;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered while a housekeeping goes on: the queue is paused, so that it does not end. */
class BusySchedulerTest {
    private static final String SCHEDULER = "/chat/api/admin/scheduler";

    private ChatProgram program;

    @BeforeEach
    void start() throws Exception {
        program = new ChatProgram(TestDatabase.SQLITE, "chat.trigger.patience=10ms");
        rota().queues().pause("chat", "test", null, null);
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void what_takes_long_is_accepted_with_the_place_to_look() throws Exception {
        HttpResponse<String> accepted = trigger();

        assertThat(accepted.statusCode()).isEqualTo(202);
        String place = accepted.headers().firstValue("Location").orElseThrow();
        assertThat(place)
                .endsWith(SCHEDULER + "/runs/" + json(accepted).get("id").asLong());
        String path = place.substring(place.indexOf("/chat/"));
        assertThat(program.get(path, program.token("root")).statusCode()).isEqualTo(202);
        assertThat(program.get(path, null).statusCode()).isEqualTo(401);
        assertThat(program.get(SCHEDULER + "/runs/4711", program.token("root")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_second_trigger_is_refused_with_the_id_of_the_first() throws Exception {
        long id = json(trigger()).get("id").asLong();
        HttpResponse<String> refused = trigger();

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).get("running_id").asLong()).isEqualTo(id);
    }

    private HttpResponse<String> trigger() throws Exception {
        return program.post(SCHEDULER + "/trigger", "{\"task\":\"all\"}", program.token("root"));
    }

    private Rota rota() {
        return program.context.getBean(Rota.class);
    }
}
