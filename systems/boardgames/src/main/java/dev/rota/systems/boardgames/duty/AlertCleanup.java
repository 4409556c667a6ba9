package dev.rota.systems.boardgames.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Resolves alerts that have nothing left to say: the game is back, its due date has changed, or an overdue alert has
 * taken a reminder's place. Deletes what has been resolved for 90 days, unless that would let the same alert be raised
 * again. Thread-safe; two runs at once resolve each alert once.
 */
public final class AlertCleanup {
    /** How long resolved alerts are kept. */
    public static final Duration KEEP = Duration.ofDays(90);

    private static final int BATCH = 500;

    private final JdbcClient jdbc;

    /** Works on the library's tables; each batch is a transaction of its own. */
    public AlertCleanup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What one run did.
     *
     * @param resolved alerts that were resolved
     * @param deleted alerts that had been resolved for long
     */
    public record Cleaned(long resolved, long deleted) {}

    /** Resolves and deletes, in that order. */
    public Cleaned clean(Instant now, DutyProgress progress) {
        long resolved = inBatches(Statements.RESOLVE, Columns.of(now), progress);
        long deleted = inBatches(Statements.DELETE, Columns.of(now.minus(KEEP)), progress);
        progress.log("Resolved " + resolved + " alerts, deleted " + deleted);
        return new Cleaned(resolved, deleted);
    }

    private long inBatches(String sql, long instant, DutyProgress progress) {
        long done = 0;
        List<Long> batch;
        do {
            progress.checkpoint();
            batch = jdbc.sql(sql)
                    .param("instant", instant)
                    .param("batch", BATCH)
                    .query(Long.class)
                    .list();
            done += batch.size();
            progress.ok(batch.size());
        } while (!batch.isEmpty());
        return done;
    }

    private static final class Statements {
        private static final String RETURNED = """
                exists (select 1 from boardgames_borrowing b
                         where b.id = boardgames_alert.borrowing_id and b.returned_at is not null)""";
        private static final String DUE_CHANGED = """
                exists (select 1 from boardgames_borrowing b
                         where b.id = boardgames_alert.borrowing_id
                           and (b.due_at is null or b.due_at <> boardgames_alert.due_at))""";
        private static final String SUPERSEDED = """
                (type = 'reminder' and exists (select 1 from boardgames_alert o
                         where o.borrowing_id = boardgames_alert.borrowing_id and o.type = 'overdue'
                           and o.due_at = boardgames_alert.due_at))""";
        static final String RESOLVE = "update boardgames_alert set status = 'resolved', resolved_at = :instant,"
                + " resolution = case when " + RETURNED + " then 'returned' when " + DUE_CHANGED
                + " then 'due_changed' else 'superseded' end where resolved_at is null and id in"
                + " (select id from boardgames_alert where resolved_at is null and (" + RETURNED + " or " + DUE_CHANGED
                + " or " + SUPERSEDED + ") order by id limit :batch) returning id";
        /** An alert that still fits an open borrowing holds the place of the one that would be raised again. */
        static final String DELETE = """
                delete from boardgames_alert
                 where id in (select a.id from boardgames_alert a
                               where a.resolved_at < :instant
                                 and not exists (select 1 from boardgames_borrowing b
                                                  where b.id = a.borrowing_id and b.returned_at is null
                                                    and b.due_at = a.due_at)
                               order by a.resolved_at, a.id limit :batch)
                returning id
                """;

        private Statements() {}
    }
}
