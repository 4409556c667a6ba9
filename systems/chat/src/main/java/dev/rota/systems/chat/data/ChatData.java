package dev.rota.systems.chat.data;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.DataFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Loads a chat of three CSV files in the shape of the hand-made one. They say when things happened, not what was said:
 * titles, texts and addresses are filled in. Needs empty tables. Thread-safe, though one load is enough.
 */
public final class ChatData {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** Writes to the chat's tables. */
    public ChatData(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Loads everything in one transaction.
     *
     * @param shift added to every instant in the files; zero to take them as they are
     * @throws dev.rota.systems.common.CsvException when a file is not as expected; nothing is loaded then
     * @throws java.io.UncheckedIOException when a file cannot be read; nothing is loaded then
     * @throws IllegalStateException when there are users already
     */
    public Loaded load(DataFiles files, Duration shift) {
        ChatTables.requireEmpty(jdbc);
        Read read = new Read(files, shift);
        transactions.executeWithoutResult(status -> {
            ChatTables.write(jdbc, ChatTables.USER, read.users);
            ChatTables.write(jdbc, ChatTables.CONVERSATION, read.conversations);
            ChatTables.write(jdbc, ChatTables.MESSAGE, read.messages);
            ChatTables.advanceIdentities(jdbc);
        });
        return new Loaded(read.users.size(), read.conversations.size(), read.messages.size());
    }

    /** Whether nothing was loaded yet. */
    public boolean isEmpty() {
        return jdbc.queryForList("select id from chat_user limit 1").isEmpty();
    }

    /** How much was loaded. */
    public record Loaded(int users, int conversations, int messages) {}

    /** All files, read and checked before anything is written. */
    private static final class Read {
        private final Duration shift;
        private final List<@Nullable Object[]> users = new ArrayList<>();
        private final List<@Nullable Object[]> conversations = new ArrayList<>();
        private final List<@Nullable Object[]> messages = new ArrayList<>();
        private final Set<Long> userIds = new HashSet<>();
        private final Set<Long> conversationIds = new HashSet<>();
        private final Set<Long> messageIds = new HashSet<>();
        private final Map<Long, Integer> said = new HashMap<>();
        private @Nullable Long superuser;

        Read(DataFiles files, Duration shift) {
            this.shift = shift;
            files.table("users.csv", "id", "username", "is_active", "is_superuser", "is_staff", "date_joined")
                    .forEach(this::user);
            files.table("conversations.csv", "id", "user_id", "created_at", "last_message_at", "pinned")
                    .forEach(this::conversation);
            files.table("messages.csv", "id", "conversation_id", "created_at").forEach(this::message);
        }

        private void user(CsvRow row) {
            long id = unique(row, userIds);
            if (row.flag("is_superuser") && superuser == null) {
                superuser = id;
            }
            Instant deactivated = row.instantOrNull("deactivated_by_admin_at");
            if (deactivated != null && superuser == null) {
                throw row.error("deactivated_by_admin_at", "nothing before the first superuser's line");
            }
            users.add(values(
                    id,
                    row.text("username"),
                    row.text("username") + "@example.test",
                    Columns.of(row.flag("is_active")),
                    Columns.of(row.flag("is_superuser")),
                    Columns.of(row.flag("is_staff")),
                    shifted(row.instant("date_joined")),
                    shifted(row.instantOrNull("email_verified_at")),
                    shifted(deactivated),
                    deactivated == null ? null : superuser));
        }

        private void conversation(CsvRow row) {
            long id = unique(row, conversationIds);
            long user = row.number("user_id");
            if (!userIds.contains(user)) {
                throw row.error("user_id", "an id that stands in users.csv");
            }
            Instant created = row.instant("created_at");
            Instant last = row.instant("last_message_at");
            if (last.isBefore(created)) {
                throw row.error("last_message_at", "an instant not before created_at");
            }
            conversations.add(values(
                    id,
                    user,
                    "Conversation " + id,
                    shifted(created),
                    shifted(last),
                    Columns.of(row.flag("pinned")),
                    Columns.of(flagOrFalse(row, "archived")),
                    Columns.of(flagOrFalse(row, "legal_hold"))));
        }

        private void message(CsvRow row) {
            long id = unique(row, messageIds);
            Long conversation = row.numberOrNull("conversation_id");
            if (conversation != null && !conversationIds.contains(conversation)) {
                throw row.error("conversation_id", "an id that stands in conversations.csv, or nothing");
            }
            int number = said.merge(conversation == null ? -1L : conversation, 1, Integer::sum);
            messages.add(values(
                    id,
                    conversation,
                    number % 2 == 1 ? "user" : "assistant",
                    "Message " + number,
                    shifted(row.instant("created_at"))));
        }

        private @Nullable Long shifted(@Nullable Instant instant) {
            return instant == null ? null : Long.valueOf(Columns.of(instant.plus(shift)));
        }

        private static long unique(CsvRow row, Set<Long> ids) {
            long id = row.number("id");
            if (!ids.add(id)) {
                throw row.error("id", "an id that no earlier line has");
            }
            return id;
        }

        private static boolean flagOrFalse(CsvRow row, String column) {
            return row.textOrNull(column) != null && row.flag(column);
        }

        private static @Nullable Object[] values(@Nullable Object... values) {
            return values;
        }
    }
}
