package dev.rota.systems.boardgames.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Raises alerts of one type for borrowings that are due in a span of time. Thread-safe. */
final class AlertRaising {
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final String type;
    private final String words;

    /** @param words follow the game's name in the message */
    AlertRaising(JdbcClient jdbc, String type, String words) {
        this.jdbc = jdbc;
        this.type = type;
        this.words = words;
    }

    /** From the first millisecond to the last, both included; each batch is a transaction of its own. */
    long raise(long first, long last, Instant now, DutyProgress progress) {
        long raised = 0;
        List<Long> batch;
        do {
            progress.checkpoint();
            batch = jdbc.sql(Statements.RAISE)
                    .param("type", type)
                    .param("words", " " + words)
                    .param("first", first)
                    .param("last", last)
                    .param("now", Columns.of(now))
                    .param("batch", BATCH)
                    .query(Long.class)
                    .list();
            raised += batch.size();
            progress.ok(batch.size());
        } while (!batch.isEmpty());
        progress.log("Raised " + raised + " " + type + " alerts");
        return raised;
    }

    private static final class Statements {
        static final String RAISE = """
                insert into boardgames_alert (borrowing_id, user_id, type, due_at, message, status, created_at)
                select b.id, b.user_id, :type, b.due_at, g.name || :words, 'open', :now
                  from boardgames_borrowing b
                  join boardgames_copy c on c.id = b.copy_id
                  join boardgames_game g on g.id = c.game_id
                 where b.returned_at is null and b.due_at between :first and :last
                   and not exists (select 1 from boardgames_alert a
                                    where a.borrowing_id = b.id and a.type = :type and a.due_at = b.due_at)
                 order by b.due_at, b.id limit :batch
                    on conflict (borrowing_id, type, due_at) do nothing
                returning id
                """;

        private Statements() {}
    }
}
