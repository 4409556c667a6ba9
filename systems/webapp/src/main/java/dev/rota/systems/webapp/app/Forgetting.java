package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.Preferences;
import dev.rota.systems.webapp.task.WebTasks;
import java.time.InstantSource;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Deletes what is known of a user who wants to go. The account ends at once; a job takes the rest. What happened, and when,
 * stays in the log without saying to whom. Thread-safe.
 */
public final class Forgetting {
    private static final String SYSTEM = "webapp";

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WebTasks tasks;
    private final Outbox outbox;
    private final Uploads uploads;
    private final InstantSource clock;

    public Forgetting(
            JdbcClient jdbc,
            TransactionOperations transactions,
            WebTasks tasks,
            Outbox outbox,
            Uploads uploads,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.outbox = outbox;
        this.uploads = uploads;
        this.clock = clock;
    }

    /** Ends an account: nobody signs in to it any more, and no mail goes to it. */
    public void end(long userId) {
        transactions.executeWithoutResult(tx -> {
            int ended = jdbc.sql("""
                    update web_user set deleted_at = :now, is_subscribed = 0, is_admin = 0, hashed_password = '-'
                    where id = :user and deleted_at is null""")
                    .param("now", Columns.of(clock.instant()))
                    .param("user", userId)
                    .update();
            change("delete from web_session where user_id = :user", userId);
            if (ended == 1) {
                tasks.forgetUser(userId).enqueue();
            }
        });
    }

    /** Deletes what is known of the user of an ended account. May be called again. */
    public void forget(long userId) {
        uploads.forget(userId);
        transactions.executeWithoutResult(tx -> {
            Statements.ALL.forEach(statement -> change(statement, userId));
            new Preferences(jdbc).forget(SYSTEM, userId);
            outbox.forget(userId);
        });
    }

    private void change(String statement, long userId) {
        jdbc.sql(statement).param("user", userId).update();
    }

    private static final class Statements {
        static final List<String> ALL = List.of(
                "delete from web_item where owner_id = :user",
                "delete from web_completion where user_id = :user",
                "delete from web_badge where user_id = :user",
                "delete from web_user_stats where user_id = :user",
                "update web_notification set item_title = '' where recipient_user_id = :user",
                """
                update web_audit_log set user_id = null, username_snapshot = null, details = '{}'
                where user_id = :user""",
                """
                update web_user set username = 'deleted ' || id, email = 'deleted ' || id
                where id = :user and deleted_at is not null""");

        private Statements() {}
    }
}
