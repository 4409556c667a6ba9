package dev.rota.systems.chat.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.chat.data.ChatData.Loaded;
import dev.rota.systems.common.CsvException;
import dev.rota.systems.common.DataFiles;
import dev.rota.systems.common.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChatDataTest {
    private static final String DIALOGUE =
            "{\"id\":\"d1\",\"title\":\"Order\",\"messages\":[[\"user\",\"Hi\"],[\"assistant\",\"Hello\"]]}\n";

    private final TestDatabase database;

    @TempDir
    Path directory;

    private ChatFixture chat;

    ChatDataTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        chat = ChatFixture.empty(database);
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void the_hand_made_chat_is_loaded_once_and_ids_go_on_after_it() {
        assertThat(handMade()).isEqualTo(new Loaded(7, 7, 18));
        assertThat(chat.ids("chat_user where deactivated_by = 1")).containsExactly(6L);
        assertThatIllegalStateException().isThrownBy(this::handMade).withMessageContaining("expected empty tables");

        chat.execute("insert into chat_conversation (user_id, title, created_at, last_message_at)"
                + " values (2, 'New', 0, 0)");
        assertThat(chat.ids("chat_conversation")).contains(8L);
    }

    @Test
    void a_wrong_file_is_refused_with_its_place_and_nothing_is_loaded() throws Exception {
        for (String name : new String[] {"users.csv", "conversations.csv", "messages.csv"}) {
            try (var in = ChatDataTest.class.getResourceAsStream("/chat/data/" + name)) {
                Files.write(directory.resolve(name), in.readAllBytes());
            }
        }
        Files.writeString(
                directory.resolve("conversations.csv"),
                "id,user_id,created_at,last_message_at,pinned\n1,99,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,0\n");

        assertThatThrownBy(() -> new ChatData(chat.template(), chat.database.transactions())
                        .load(DataFiles.in(directory), Duration.ZERO))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("conversations.csv line 2, column user_id");
        assertThat(chat.ids("chat_user")).isEmpty();
    }

    @Test
    void open_conversations_begin_evenly_over_sixty_days() throws Exception {
        Path file =
                Files.writeString(directory.resolve("chat.jsonl"), String.join("", Collections.nCopies(60, DIALOGUE)));

        assertThat(open(file)).isEqualTo(new Loaded(20, 60, 120));
        assertThat(chat.database
                        .jdbc()
                        .sql("select created_at from chat_conversation order by id")
                        .query(Long.class)
                        .list())
                .hasSize(60)
                .startsWith(
                        ChatFixture.NOW.minus(Duration.ofDays(60)).toEpochMilli(),
                        ChatFixture.NOW.minus(Duration.ofDays(59)).toEpochMilli())
                .endsWith(ChatFixture.NOW.minus(Duration.ofDays(1)).toEpochMilli());
        assertThat(chat.database.count("chat_user where is_superuser = 1")).isEqualTo(1);
        assertThat(chat.database.count("chat_message where content = 'Hello' and role = 'assistant'"))
                .isEqualTo(60);
    }

    @Test
    void a_line_that_is_no_conversation_is_refused_with_its_number() throws Exception {
        Path file = Files.writeString(directory.resolve("chat.jsonl"), DIALOGUE + "{\"title\":1}\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(file))
                .withMessageContaining("chat.jsonl line 2: expected a text title");
        Files.writeString(file, DIALOGUE + DIALOGUE.replace("\"user\"", "\"robot\""));
        assertThatIllegalArgumentException().isThrownBy(() -> open(file)).withMessageContaining("robot");
        Files.writeString(file, "nonsense\n");
        assertThatIllegalArgumentException().isThrownBy(() -> open(file)).withMessageContaining("line 1");
        assertThat(chat.ids("chat_user")).isEmpty();
    }

    private Loaded handMade() {
        return new ChatData(chat.template(), chat.database.transactions())
                .load(DataFiles.handMade("chat"), Duration.ZERO);
    }

    private Loaded open(Path file) {
        return new OpenConversations(
                        chat.template(),
                        chat.database.transactions(),
                        JsonMapper.builder().build())
                .load(file, ChatFixture.NOW);
    }
}
