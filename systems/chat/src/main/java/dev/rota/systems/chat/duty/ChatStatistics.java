package dev.rota.systems.chat.duty;

import dev.rota.systems.common.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what there is, and keeps what was counted. Thread-safe. */
public final class ChatStatistics {
    private static final Duration RECENT = Duration.ofHours(24);

    private final JdbcClient jdbc;

    /** Works on the chat's tables. */
    public ChatStatistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Counts now, and keeps nothing. */
    public Statistics count(Instant now) {
        return jdbc.sql(Statements.COUNT)
                .param("now", Columns.of(now))
                .param("since", Columns.of(now.minus(RECENT)))
                .query((row, n) -> read(row))
                .single();
    }

    /** What was kept last. */
    public Optional<Statistics> latest() {
        return jdbc.sql(Statements.LATEST).query((row, n) -> read(row)).optional();
    }

    /** Counts and keeps it; answers its id. */
    long take(Instant now, RunSource source) {
        Statistics counted = count(now);
        return jdbc.sql(Statements.KEEP)
                .param("at", Columns.of(now))
                .param("users", counted.totalUsers())
                .param("conversations", counted.totalConversations())
                .param("messages", counted.totalMessages())
                .param("recentConversations", counted.recentConversations())
                .param("recentMessages", counted.recentMessages())
                .param("registered", counted.registeredUsers())
                .param("source", source.text())
                .query(Long.class)
                .single();
    }

    static Statistics read(ResultSet row) throws SQLException {
        return new Statistics(
                Columns.instant(row, "taken_at"),
                row.getLong("total_users"),
                row.getLong("total_conversations"),
                row.getLong("total_messages"),
                row.getLong("recent_conversations_24h"),
                row.getLong("recent_messages_24h"),
                row.getLong("registered_users"));
    }

    private static final class Statements {
        /** What was written after the run's instant is not counted as recent: the run may be a late one. */
        static final String COUNT = """
                select cast(:now as bigint) as taken_at,
                       (select count(*) from chat_user where is_active = 1) as total_users,
                       (select count(*) from chat_conversation) as total_conversations,
                       (select count(*) from chat_message) as total_messages,
                       (select count(*) from chat_conversation where created_at >= :since and created_at <= :now)
                           as recent_conversations_24h,
                       (select count(*) from chat_message where created_at >= :since and created_at <= :now)
                           as recent_messages_24h,
                       (select count(*) from chat_user) as registered_users
                """;

        private static final String COLUMNS = """
                taken_at, total_users, total_conversations, total_messages, recent_conversations_24h,
                recent_messages_24h, registered_users
                """;
        static final String LATEST =
                "select " + COLUMNS + " from chat_statistics_snapshot order by taken_at desc, id desc limit 1";
        static final String KEEP = "insert into chat_statistics_snapshot (" + COLUMNS + ", source) values "
                + "(:at, :users, :conversations, :messages, :recentConversations, :recentMessages, :registered, :source)"
                + " returning id";

        private Statements() {}
    }
}
