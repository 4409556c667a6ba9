package dev.rota.systems.chat.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.chat.data.ChatGenerator;
import dev.rota.systems.chat.duty.Batches.Selection;
import dev.rota.systems.chat.duty.ConversationRule.Basis;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A hundred thousand conversations: small transactions, and statements that an index serves. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ManyConversationsTest {
    private static final int CONVERSATIONS = 100_000;

    private final TestDatabase database;
    private ChatFixture chat;

    ManyConversationsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        chat = ChatFixture.empty(database);
        new ChatGenerator(chat.template(), chat.database.transactions()).generate(CONVERSATIONS, ChatFixture.NOW);
        chat.execute("analyze");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void no_transaction_deletes_more_than_a_thousand_and_all_that_is_old_goes() {
        List<Long> batches = new ArrayList<>();
        HousekeepingRun run = chat.housekeeping(ChatSettings.DEFAULTS.batches(1000))
                .run(chat.order(HousekeepingTask.ALL, false), ChatFixture.NOW, new Listening(batches));

        assertThat(run.result().errors()).isEmpty();
        assertThat(run.result().deletedConversations())
                .as("half of them are older than 30 days, and every 50th is pinned")
                .isEqualTo(49_000);
        assertThat(batches).hasSizeGreaterThanOrEqualTo(49).allMatch(rows -> rows <= 1000);
        assertThat(chat.database.count("chat_message")).isEqualTo(2L * 51_000);
        assertThat(chat.database.count(
                        "chat_conversation where pinned = 0 and created_at < " + Columns.of(run.cutoff())))
                .isZero();
    }

    @Test
    void an_index_serves_each_statement() {
        for (Basis basis : Basis.values()) {
            Selection selection =
                    new Selection("chat_conversation", basis.column(), "legal_hold = 0 and pinned = 0", List.of());
            long before = Columns.of(ConversationRule.DEFAULTS.cutoff(ChatFixture.NOW));
            String next =
                    plan(selection.next(), Map.of("before", before, "at", before - 1_000_000, "id", 1L, "batch", 500));
            assertThat(next)
                    .contains(
                            basis == Basis.CREATED_AT ? "chat_conversation_created" : "chat_conversation_last_message");
            assertServed(next);
            assertServed(plan(selection.delete(), Map.of("before", before, "ids", List.of(1L, 2L, 3L))));
        }
        assertThat(plan("delete from chat_message where conversation_id in (:ids)", Map.of("ids", List.of(1L, 2L))))
                .contains("chat_message_conversation");
        assertServed(plan(
                "select count(*) from chat_message where conversation_id is null and created_at < :before",
                Map.of("before", Columns.of(ChatFixture.NOW))));
    }

    private static void assertServed(String plan) {
        assertThat(plan).doesNotContain("seq scan").doesNotContainPattern("\\bscan chat_");
    }

    /** In lower case. */
    private String plan(String sql, Map<String, ?> params) {
        String explain = database == TestDatabase.SQLITE ? "explain query plan " : "explain ";
        return String.join(
                        "\n",
                        chat.database
                                .jdbc()
                                .sql(explain + sql)
                                .params(params)
                                .query((row, n) ->
                                        row.getString(database == TestDatabase.SQLITE ? "detail" : "QUERY PLAN"))
                                .list())
                .toLowerCase(Locale.ROOT);
    }

    private record Listening(List<Long> batches) implements DutyProgress {
        @Override
        public void total(long items) {}

        @Override
        public void ok(long items) {
            batches.add(items);
        }

        @Override
        public void failed(String item, String reason) {}

        @Override
        public void checkpoint() {}

        @Override
        public void log(String message) {}
    }
}
