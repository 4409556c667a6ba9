package dev.rota.systems.chat.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.chat.duty.ConversationRule.Basis;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class HousekeepingTest {
    private static final ConversationRule BY_LAST_MESSAGE = ConversationRule.DEFAULTS.since(Basis.LAST_MESSAGE_AT);

    private final TestDatabase database;
    private ChatFixture chat;

    HousekeepingTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        chat = ChatFixture.handMade(database);
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void the_rule_to_the_letter_deletes_pinned_conversations_too() {
        assertAsExpected(ConversationRule.TO_THE_LETTER, "document_rule(created_at, pins ignored)");
        assertThat(chat.ids("chat_conversation")).containsExactly(2L, 6L, 7L);
    }

    @Test
    void pinned_conversations_stay_unless_the_rule_says_otherwise() {
        assertAsExpected(ConversationRule.DEFAULTS, "recommended_default(created_at, pinned kept)");
        assertThat(chat.ids("chat_conversation")).containsExactly(2L, 4L, 6L, 7L);
    }

    @Test
    void by_last_message_a_conversation_that_goes_on_stays() {
        assertAsExpected(BY_LAST_MESSAGE, "option(last_message_at, pinned kept)");
        assertThat(chat.ids("chat_conversation")).containsExactly(1L, 2L, 3L, 4L, 6L, 7L);
    }

    @Test
    void only_users_who_never_verified_their_address_go() {
        chat.run(HousekeepingTask.USERS, ConversationRule.DEFAULTS);

        assertThat(chat.ids("chat_user"))
                .as("4 is exactly seven days old, 6 was deactivated by staff, 7 is staff")
                .containsExactly(1L, 2L, 4L, 5L, 6L, 7L);
    }

    @Test
    void a_second_run_finds_nothing_and_sees_the_same() {
        HousekeepingResult first =
                chat.run(HousekeepingTask.ALL, ConversationRule.DEFAULTS).result();
        HousekeepingResult second =
                chat.run(HousekeepingTask.ALL, ConversationRule.DEFAULTS).result();

        assertThat(counts(second)).containsExactly(0L, 0L, 0L);
        assertThat(second.stats()).isEqualTo(first.stats());
    }

    @Test
    void two_runs_at_once_delete_what_one_would_have_deleted() throws Exception {
        Housekeeping small = chat.housekeeping(ChatSettings.DEFAULTS.batches(1));
        List<HousekeepingResult> results =
                twice(() -> small.run(chat.order(HousekeepingTask.ALL, false), ChatFixture.NOW, DutyProgress.NONE)
                        .result());

        assertThat(results).allSatisfy(result -> assertThat(result.errors()).isEmpty());
        assertThat(sum(results, 0)).isEqualTo(2);
        assertThat(sum(results, 1)).isEqualTo(2);
        assertThat(sum(results, 2)).isEqualTo(1);
    }

    @Test
    void a_dry_run_counts_and_deletes_nothing() {
        RunOrder order = chat.order(HousekeepingTask.ALL, true);
        Housekeeping housekeeping = chat.housekeeping(ChatSettings.DEFAULTS);
        HousekeepingResult result =
                housekeeping.run(order, ChatFixture.NOW, DutyProgress.NONE).result();

        assertThat(counts(result)).containsExactly(2L, 2L, 1L);
        assertThat(chat.ids("chat_conversation")).hasSize(7);
        assertThat(chat.ids("chat_message")).hasSize(18);
        assertThat(chat.ids("chat_user")).hasSize(7);
        assertThat(counts(housekeeping
                        .run(order, ChatFixture.NOW, DutyProgress.NONE)
                        .result()))
                .as("counted again, not added up")
                .containsExactly(2L, 2L, 1L);
    }

    @Test
    void a_conversation_under_legal_hold_stays_under_every_rule_and_keeps_its_user() {
        chat.execute("update chat_conversation set legal_hold = 1 where id in (1, 5)");

        chat.run(HousekeepingTask.ALL, ConversationRule.TO_THE_LETTER);

        assertThat(chat.ids("chat_conversation")).containsExactly(1L, 2L, 5L, 6L, 7L);
        assertThat(chat.ids("chat_user")).contains(3L);
    }

    @Test
    void a_message_that_has_just_been_written_may_still_get_its_conversation() {
        chat.execute("update chat_message set created_at = "
                + ChatFixture.NOW.minusSeconds(3600).toEpochMilli() + " where id = 17");

        assertThat(chat.run(HousekeepingTask.MESSAGES, ConversationRule.DEFAULTS)
                        .result()
                        .cleanedMessages())
                .isEqualTo(1);
        assertThat(chat.ids("chat_message")).contains(17L).doesNotContain(18L);
    }

    @Test
    void messages_that_point_nowhere_go_too() {
        writeMessagesOf(99);

        HousekeepingResult result =
                chat.run(HousekeepingTask.MESSAGES, ConversationRule.DEFAULTS).result();

        assertThat(result.cleanedMessages()).isEqualTo(5);
        assertThat(chat.ids("chat_message")).doesNotContain(100L, 101L, 102L);
    }

    @Test
    void what_belongs_to_a_deleted_row_goes_with_it_even_without_foreign_keys() {
        chat.withoutForeignKeys();

        chat.run(HousekeepingTask.CONVERSATIONS, ConversationRule.DEFAULTS);
        chat.run(HousekeepingTask.USERS, ConversationRule.DEFAULTS);

        assertThat(chat.ids("chat_conversation")).containsExactly(2L, 4L, 6L, 7L);
        assertThat(chat.ids("chat_message")).containsExactly(4L, 5L, 10L, 13L, 14L, 15L, 16L, 17L, 18L);
    }

    @Test
    void a_step_that_fails_does_not_stop_the_others() {
        chat.execute("drop table chat_message");

        HousekeepingRun run = chat.run(HousekeepingTask.ALL, BY_LAST_MESSAGE);

        assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(run.result().errors())
                .extracting(line -> line.replaceAll(":.*", ""))
                .contains("messages", "stats");
        assertThat(run.result().deletedConversations()).isZero();
        assertThat(run.finishedAt()).isNotNull();
    }

    @Test
    void a_run_that_was_broken_off_goes_on_with_its_cut_off_and_its_count() {
        RunOrder order = chat.order(HousekeepingTask.CONVERSATIONS, false);
        Housekeeping housekeeping = chat.housekeeping(ChatSettings.DEFAULTS.batches(1));

        assertThatThrownBy(() -> housekeeping.run(order, ChatFixture.NOW, new StopsAt(3)))
                .isInstanceOf(Stopped.class);
        assertThat(chat.ids("chat_conversation")).hasSize(6);

        HousekeepingRun resumed = housekeeping.run(order, ChatFixture.NOW.plusSeconds(86_400), DutyProgress.NONE);

        assertThat(resumed.result().deletedConversations()).isEqualTo(2);
        assertThat(resumed.seenAt()).isEqualTo(ChatFixture.NOW);
        assertThat(chat.ids("chat_conversation"))
                .as("conversation 2 would be old a second later")
                .contains(2L);
    }

    @Test
    void one_task_runs_that_task_only() {
        HousekeepingResult result = chat.run(HousekeepingTask.CONVERSATIONS, ConversationRule.DEFAULTS)
                .result();

        assertThat(result.deletedConversations()).isEqualTo(2);
        assertThat(result.cleanedMessages()).isNull();
        assertThat(result.deletedUsers()).isNull();
        assertThat(result.stats()).isNull();
    }

    private void assertAsExpected(ConversationRule rule, String name) {
        JsonNode expected = ChatFixture.expected().get(name);
        HousekeepingRun run = chat.run(HousekeepingTask.ALL, rule);
        HousekeepingResult result = run.result();

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.cutoff())
                .isEqualTo(OffsetDateTime.parse(
                                ChatFixture.expected().get("cutoff_30d").asString())
                        .toInstant());
        assertThat(counts(result))
                .containsExactly(
                        expected.get("deleted_conversations").asLong(),
                        expected.get("cleaned_messages").asLong(),
                        expected.get("deleted_users").asLong());
        JsonNode stats = expected.get("stats");
        assertThat(result.stats())
                .isEqualTo(new Statistics(
                        ChatFixture.NOW,
                        stats.get("total_users").asLong(),
                        stats.get("total_conversations").asLong(),
                        stats.get("total_messages").asLong(),
                        stats.get("recent_conversations_24h").asLong(),
                        stats.get("recent_messages_24h").asLong(),
                        expected.get("registered_users").asLong()));
        expected.get("deleted_conversation_ids")
                .forEach(id -> assertThat(chat.ids("chat_conversation")).doesNotContain(id.asLong()));
        assertThat(chat.ids("chat_user")).doesNotContain(3L);
    }

    /** As a database has them where nobody enforced the foreign key. */
    private void writeMessagesOf(long conversation) {
        chat.withoutForeignKeys();
        for (long id = 100; id < 103; id++) {
            chat.execute("insert into chat_message (id, conversation_id, role, content, created_at) values (" + id
                    + ", " + conversation + ", 'user', 'lost', 0)");
        }
    }

    private static List<Long> counts(HousekeepingResult result) {
        return List.of(result.deletedConversations(), result.cleanedMessages(), result.deletedUsers());
    }

    private static long sum(List<HousekeepingResult> results, int index) {
        return results.stream().mapToLong(result -> counts(result).get(index)).sum();
    }

    private static <T> List<T> twice(Callable<T> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Callable<T> together = () -> {
                start.await();
                return work.call();
            };
            Future<T> one = threads.submit(together);
            Future<T> other = threads.submit(together);
            return List.of(one.get(), other.get());
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Stops a duty at its nth checkpoint and at all that follow. */
    private static final class StopsAt implements DutyProgress {
        private int left;

        StopsAt(int checkpoint) {
            this.left = checkpoint;
        }

        @Override
        public void total(long items) {}

        @Override
        public void ok(long items) {}

        @Override
        public void failed(String item, String reason) {}

        @Override
        public void checkpoint() {
            if (--left <= 0) {
                throw new Stopped();
            }
        }

        @Override
        public void log(String message) {}
    }
}
