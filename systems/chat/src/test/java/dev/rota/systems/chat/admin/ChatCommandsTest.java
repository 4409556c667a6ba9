package dev.rota.systems.chat.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.testing.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChatCommandsTest {
    private static ChatProgram program;

    @BeforeAll
    static void start() throws Exception {
        program = new ChatProgram(TestDatabase.SQLITE, "chat.timezone=UTC");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void housekeeping_counts_and_deletes() {
        assertThat(run(0, "housekeeping", "--task", "conversations", "--dry-run"))
                .contains("Conversation cleanup (dry run) completed", "deleted_conversations=2");
        assertThat(program.chat.ids("chat_conversation")).hasSize(7);

        assertThat(run(0, "housekeeping")).contains("All housekeeping tasks completed", "deleted_users=1");
        assertThat(program.chat.ids("chat_user")).hasSize(6);
    }

    @Test
    void an_unknown_task_is_refused_with_the_five_there_are() {
        assertThat(run(2, "housekeeping", "--task", "everything"))
                .contains("expected one of all, conversations, messages, users, stats");
    }

    @Test
    void scheduler_info_shows_state_time_and_schedules() {
        assertThat(run(0, "scheduler", "info"))
                .contains(
                        "Scheduler State: 1 (running)",
                        "Current Time: ",
                        "Total Scheduled Jobs: 3",
                        "Job #1:",
                        "  ID: daily_housekeeping",
                        "  Name: Daily Housekeeping Tasks",
                        "  Trigger: cron[hour='2', minute='0']",
                        "  Trigger: interval[0:06:00:00]")
                .containsPattern("  Next Run: \\d{4}-\\d\\d-\\d\\d 02:00:00\\+00:00");
    }

    @Test
    void a_superuser_that_was_made_here_has_the_right_to_the_endpoints() throws Exception {
        run(0, "superuser", "--username", "ada", "--email", "ada@example.test");
        String token = run(0, "token", "--username", "ada").strip();

        assertThat(program.get("/chat/api/admin/scheduler/status", token).statusCode())
                .isEqualTo(200);
    }

    private static String run(int expected, String... args) {
        StringWriter out = new StringWriter();
        int code = program.context.getBean(ChatCommands.class).run(new PrintWriter(out, true), args);
        assertThat(code).as(out.toString()).isEqualTo(expected);
        return out.toString();
    }
}
