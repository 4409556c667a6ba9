package dev.rota.systems.chat.data;

import dev.rota.systems.common.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Invents a chat of any size, made in the database by the same statements on both: conversations that begin evenly over
 * the 60 days up to now, every 50th pinned, with two messages each, of 100 users. Needs empty tables.
 */
public final class ChatGenerator {
    private static final Duration SPREAD = Duration.ofDays(60);
    private static final int USERS = 100;
    private static final int MOST = 10_000_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    /** Writes to the chat's tables. */
    public ChatGenerator(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Makes them in one transaction.
     *
     * @param conversations 1 to 10,000,000
     * @param now the end of the 60 days
     * @throws IllegalStateException when there are users already
     */
    public ChatData.Loaded generate(int conversations, Instant now) {
        if (conversations < 1 || conversations > MOST) {
            throw new IllegalArgumentException("Conversations: expected 1 to " + MOST + ", found " + conversations);
        }
        ChatTables.requireEmpty(jdbc);
        Map<String, Long> params = Map.of(
                "users",
                (long) USERS,
                "conversations",
                (long) conversations,
                "from",
                Columns.of(now.minus(SPREAD)),
                "spread",
                SPREAD.toMillis());
        NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(jdbc);
        transactions.executeWithoutResult(status -> {
            named.update(Statements.USERS, params);
            named.update(Statements.CONVERSATIONS, params);
            named.update(Statements.MESSAGES, params);
            ChatTables.advanceIdentities(jdbc);
        });
        return new ChatData.Loaded(USERS, conversations, 2 * conversations);
    }

    private static final class Statements {
        static final String USERS = """
                with recursive n (i) as (select 1 union all select i + 1 from n where i < :users)
                insert into chat_user (id, username, email, is_active, date_joined, email_verified_at)
                select i, 'user' || i, 'user' || i || '@example.test', 1, :from, :from from n
                """;
        static final String CONVERSATIONS = """
                with recursive n (i) as (select 1 union all select i + 1 from n where i < :conversations)
                insert into chat_conversation (id, user_id, title, created_at, last_message_at, pinned)
                select i, i % :users + 1, 'Conversation ' || i, :from + (i - 1) * :spread / :conversations,
                       :from + (i - 1) * :spread / :conversations, case when i % 50 = 0 then 1 else 0 end
                  from n
                """;
        static final String MESSAGES = """
                insert into chat_message (id, conversation_id, role, content, created_at)
                select 2 * c.id - 1, c.id, 'user', 'Question', c.created_at from chat_conversation c
                union all
                select 2 * c.id, c.id, 'assistant', 'Answer', c.created_at from chat_conversation c
                """;

        private Statements() {}
    }
}
