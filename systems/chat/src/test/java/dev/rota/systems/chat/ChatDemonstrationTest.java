package dev.rota.systems.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.HousekeepingResult;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunOrder;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.common.Demonstration.Duty;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ChatDemonstrationTest {
    private static final LocalDate WINTER_DAY = LocalDate.of(2027, 1, 5);

    @TempDir
    Path directory;

    @Test
    void on_any_day_the_daily_run_finds_what_it_finds_on_the_day_the_data_was_made_for() {
        try (ChatFixture chat = ChatFixture.empty(TestDatabase.SQLITE)) {
            ChatDemonstration demonstration = demonstration(chat);
            assertThat(demonstration.load(null, WINTER_DAY)).isEqualTo("7 conversations of 7 users, 18 messages");
            assertThat(demonstration.load(null, WINTER_DAY)).isEqualTo("conversations that were there already");

            Duty daily = demonstration.duties(WINTER_DAY).get(1);
            HousekeepingResult result = chat.housekeeping(ChatSettings.DEFAULTS)
                    .run(new RunOrder(1, HousekeepingTask.ALL, RunSource.DAILY, false), daily.at(), DutyProgress.NONE)
                    .result();

            assertThat(daily.at()).isEqualTo("2027-01-05T07:00:00Z");
            assertThat(result.deletedConversations()).isEqualTo(2);
            assertThat(result.deletedUsers()).isEqualTo(1);
        }
    }

    @Test
    void open_conversations_are_taken_where_they_are_given() throws Exception {
        Files.writeString(
                directory.resolve("chat_taskmaster4.jsonl"),
                String.join("", Collections.nCopies(3, "{\"title\":\"t\",\"messages\":[[\"user\",\"Hi\"]]}\n")));
        try (ChatFixture chat = ChatFixture.empty(TestDatabase.SQLITE)) {
            assertThat(demonstration(chat).load(directory, WINTER_DAY))
                    .isEqualTo("3 conversations of 20 users, 3 messages");
        }
    }

    private static ChatDemonstration demonstration(ChatFixture chat) {
        return new ChatDemonstration(
                chat.template(),
                chat.database.transactions(),
                ChatSettings.DEFAULTS,
                JsonMapper.builder().build());
    }
}
