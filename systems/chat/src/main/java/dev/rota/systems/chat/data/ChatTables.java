package dev.rota.systems.chat.data;

import dev.rota.systems.common.SystemSchema;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables that the loaders fill with ids of their own. Everything runs in the caller's transaction. */
final class ChatTables {
    private static final List<String> LOADED = List.of("chat_user", "chat_conversation", "chat_message");
    private static final int BATCH = 5_000;

    static final String USER = """
            insert into chat_user (id, username, email, is_active, is_superuser, is_staff, date_joined,
                                   email_verified_at, deactivated_at, deactivated_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    static final String CONVERSATION = """
            insert into chat_conversation (id, user_id, title, created_at, last_message_at, pinned, archived, legal_hold)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    static final String MESSAGE = """
            insert into chat_message (id, conversation_id, role, content, created_at) values (?, ?, ?, ?, ?)
            """;

    private ChatTables() {}

    /** @throws IllegalStateException when there are users already */
    static void requireEmpty(JdbcTemplate jdbc) {
        if (!jdbc.queryForList("select id from chat_user limit 1").isEmpty()) {
            throw new IllegalStateException("The chat: expected empty tables, found users; load into a new database");
        }
    }

    static int write(JdbcTemplate jdbc, String statement, List<@Nullable Object[]> rows) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            jdbc.batchUpdate(statement, rows.subList(from, Math.min(from + BATCH, rows.size())));
        }
        return rows.size();
    }

    /** Generated ids go on after the loaded ones. */
    static void advanceIdentities(JdbcTemplate jdbc) {
        DataSource database = Objects.requireNonNull(jdbc.getDataSource(), "The JdbcTemplate has no data source");
        for (String table : LOADED) {
            SystemSchema.advanceIdentity(database, table);
        }
    }
}
