package dev.rota.systems.chat.admin;

import static dev.rota.systems.chat.admin.ChatProgram.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.common.BearerTokens;
import dev.rota.systems.common.testing.TestDatabase;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class SchedulerControllerTest {
    private static final String SCHEDULER = "/chat/api/admin/scheduler";

    private final TestDatabase database;
    private ChatProgram program;

    SchedulerControllerTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void start() throws Exception {
        program = new ChatProgram(database, "chat.conversations.keep-pinned=false", "chat.timezone=UTC");
    }

    @AfterEach
    void stop() {
        program.close();
    }

    @Test
    void status_lists_the_schedules_that_are_on() throws Exception {
        HttpResponse<String> answer = program.get(SCHEDULER + "/status", program.token("root"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).propertyNames()).containsExactly("status", "total_jobs", "jobs");
        assertThat(json(answer).get("status").asString()).isEqualTo("running");
        assertThat(json(answer).get("total_jobs").asInt()).isEqualTo(3);
        assertThat(json(answer).get("jobs").get(0).propertyNames())
                .containsExactly("id", "name", "next_run_time", "trigger");
        assertThat(json(answer).at("/jobs/0/id").asString()).isEqualTo("daily_housekeeping");
        assertThat(json(answer).at("/jobs/0/name").asString()).isEqualTo("Daily Housekeeping Tasks");
        assertThat(json(answer).at("/jobs/0/next_run_time").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT02:00:00\\+00:00");
        assertThat(json(answer).at("/jobs/1/trigger").asString())
                .isEqualTo("cron[day_of_week='sun', hour='3', minute='0']");
    }

    @Test
    void everything_is_run_and_answered_with_its_result() throws Exception {
        HttpResponse<String> answer = trigger("{\"task\":\"all\"}", "root");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer)).isEqualTo(json("""
                {"message": "All housekeeping tasks completed",
                 "result": {"deleted_conversations": 3, "cleaned_messages": 2, "deleted_users": 1,
                            "stats": {"total_users": 2, "total_conversations": 3, "total_messages": 6,
                                      "recent_conversations_24h": 1, "recent_messages_24h": 3}}}"""));

        HttpResponse<String> second = trigger("{\"task\":\"all\"}", "root");
        assertThat(json(second).at("/result/deleted_conversations").asLong(-1)).isZero();
        assertThat(json(second).at("/result/cleaned_messages").asLong(-1)).isZero();
        assertThat(json(second).at("/result/deleted_users").asLong(-1)).isZero();
        assertThat(json(second).at("/result/stats")).isEqualTo(json(answer).at("/result/stats"));
    }

    @Test
    void one_task_is_answered_with_its_own_key() throws Exception {
        assertThat(json(trigger("{\"task\":\"conversations\"}", "root")).get("result"))
                .isEqualTo(json("{\"deleted_conversations\": 3}"));
        assertThat(json(trigger("{\"task\":\"messages\"}", "root")).get("result"))
                .isEqualTo(json("{\"cleaned_messages\": 2}"));
        assertThat(json(trigger("{\"task\":\"users\"}", "root")).get("result"))
                .isEqualTo(json("{\"deleted_users\": 1}"));
        assertThat(json(trigger("{\"task\":\"stats\"}", "root")).get("result").propertyNames())
                .containsExactly("stats");
    }

    @Test
    void a_dry_run_deletes_nothing() throws Exception {
        HttpResponse<String> answer = trigger("{\"task\":\"conversations\",\"dry_run\":true}", "root");

        assertThat(json(answer).get("result")).isEqualTo(json("{\"deleted_conversations\": 3}"));
        assertThat(program.chat.ids("chat_conversation")).hasSize(7);
    }

    @Test
    void an_unknown_task_is_refused_with_the_five_there_are() throws Exception {
        for (String body : new String[] {"{\"task\":\"everything\"}", "{}", "nonsense", "[]"}) {
            HttpResponse<String> answer = trigger(body, "root");

            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.body()).contains("all, conversations, messages, users, stats");
        }
    }

    @Test
    void without_a_token_of_an_active_user_nobody_comes_in() throws Exception {
        assertThat(program.get(SCHEDULER + "/status", null).statusCode()).isEqualTo(401);
        assertThat(program.get(SCHEDULER + "/status", "nonsense").statusCode()).isEqualTo(401);
        assertThat(program.get(SCHEDULER + "/statistics", program.token("nobody"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(program.get(SCHEDULER + "/statistics", program.token("banned"))
                        .statusCode())
                .isEqualTo(401);
        String forged =
                new BearerTokens("chat", "x".repeat(40), () -> ChatFixture.NOW).issue("root", Duration.ofMinutes(5));
        assertThat(program.post(SCHEDULER + "/trigger", "{\"task\":\"all\"}", forged)
                        .statusCode())
                .isEqualTo(401);
        String elsewhere = new BearerTokens(
                        "library", "only-for-this-test-0123456789-0123456789", () -> ChatFixture.NOW)
                .issue("root", Duration.ofMinutes(5));
        assertThat(program.get(SCHEDULER + "/status", elsewhere).statusCode()).isEqualTo(401);
        String old = new BearerTokens(
                        "chat",
                        "only-for-this-test-0123456789-0123456789",
                        () -> ChatFixture.NOW.minus(Duration.ofHours(1)))
                .issue("root", Duration.ofMinutes(5));
        assertThat(program.get(SCHEDULER + "/status", old).statusCode()).isEqualTo(401);
    }

    @Test
    void staff_is_not_enough() throws Exception {
        program.chat.execute("update chat_user set is_staff = 1 where username = 'verified'");

        assertThat(program.get(SCHEDULER + "/status", program.token("verified")).statusCode())
                .isEqualTo(403);
        assertThat(trigger("{\"task\":\"all\"}", "verified").statusCode()).isEqualTo(403);
        assertThat(program.chat.ids("chat_conversation")).hasSize(7);
    }

    @Test
    void statistics_are_counted_at_once_while_none_are_kept() throws Exception {
        HttpResponse<String> first = program.get(SCHEDULER + "/statistics", program.token("root"));
        assertThat(json(first)).isEqualTo(json("""
                {"total_users": 2, "total_conversations": 7, "total_messages": 18,
                 "recent_conversations_24h": 1, "recent_messages_24h": 7}"""));

        trigger("{\"task\":\"all\"}", "root");
        HttpResponse<String> kept = program.get(SCHEDULER + "/statistics", program.token("root"));
        assertThat(json(kept).get("total_conversations").asLong()).isEqualTo(3);
    }

    private HttpResponse<String> trigger(String body, String username) throws Exception {
        return program.post(SCHEDULER + "/trigger", body, program.token(username));
    }
}
