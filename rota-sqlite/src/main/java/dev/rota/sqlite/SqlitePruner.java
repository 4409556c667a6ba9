package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.store.JobStore.Retention;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes what retention allows to be deleted, a bounded part of each table at a time. */
final class SqlitePruner {
    private static final Duration FAILURE_HOURS = Duration.ofDays(3);
    private static final Duration WORKERS = Duration.ofDays(7);
    private final Database database;

    SqlitePruner(Database database) {
        this.database = database;
    }

    private record Old(long id, String type, @Nullable String uniqueKey) {}

    long prune(Retention retention, int limit) {
        return database.write(session -> {
            Instant now = database.now();
            Duration longest =
                    retention.history().compareTo(retention.failed()) > 0 ? retention.history() : retention.failed();
            long deleted = (long) history(session, now.minus(retention.history()), limit)
                    + failed(session, now.minus(retention.failed()), limit);
            deleted += session.statement(SqliteStatements.PRUNE_UNIQUE)
                    .set("now", now)
                    .set("most", limit)
                    .update();
            deleted += before(session, SqliteStatements.PRUNE_ATTEMPTS, now.minus(longest), limit);
            deleted += before(session, SqliteStatements.PRUNE_ACTS, now.minus(longest), limit);
            deleted += before(session, SqliteStatements.PRUNE_LOG, now.minus(longest), limit);
            deleted += before(session, SqliteStatements.PRUNE_FIRES, now.minus(retention.fires()), limit);
            deleted += before(session, SqliteFailureStatements.PRUNE, now.minus(retention.failed()), limit);
            deleted += before(session, SqliteFailureStatements.PRUNE_HOURS, now.minus(FAILURE_HOURS), limit);
            return deleted + before(session, SqliteStatements.PRUNE_WORKERS, now.minus(WORKERS), limit);
        });
    }

    private static int before(Session session, Sql statement, Instant before, int limit) throws SQLException {
        return session.statement(statement)
                .set("before", before)
                .set("most", limit)
                .update();
    }

    private static List<Old> old(Session session, Sql statement, Instant before, int limit) throws SQLException {
        return session.statement(statement)
                .set("before", before)
                .set("most", limit)
                .list(row -> new Old(row.number("id"), row.text("type"), row.textOrNull("unique_key")));
    }

    private static int history(Session session, Instant before, int limit) throws SQLException {
        List<Old> old = old(session, SqliteStatements.OLD_HISTORY, before, limit);
        return old.isEmpty() ? 0 : delete(session, SqliteStatements.PRUNE_HISTORY, ids(session, old));
    }

    private static int failed(Session session, Instant before, int limit) throws SQLException {
        List<Old> old = old(session, SqliteStatements.OLD_FAILED, before, limit);
        if (old.isEmpty()) {
            return 0;
        }
        List<Long> ids = ids(session, old);
        int deleted = delete(session, SqliteStatements.PRUNE_FAILED, ids);
        delete(session, SqliteStatements.PRUNE_ATTEMPTS_OF_JOBS, ids);
        delete(session, SqliteStatements.PRUNE_PROGRESS_OF_JOBS, ids);
        delete(session, SqliteStatements.PRUNE_LOG_OF_JOBS, ids);
        return deleted;
    }

    private static int delete(Session session, Sql statement, List<Long> ids) throws SQLException {
        return session.statement(statement).setNumbers("ids", ids).update();
    }

    /** The ids; unique keys that are held until the job is deleted are let go. */
    private static List<Long> ids(Session session, List<Old> old) throws SQLException {
        List<Long> ids = new ArrayList<>(old.size());
        for (Old job : old) {
            ids.add(job.id);
            if (job.uniqueKey != null) {
                session.statement(SqliteStatements.PRUNE_UNIQUE_OF_JOB)
                        .set("type", job.type)
                        .set("key", job.uniqueKey)
                        .set("id", job.id)
                        .update();
            }
        }
        return ids;
    }
}
