package dev.rota.sqlite;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Words;
import dev.rota.job.Amendment;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.UniqueKey;
import dev.rota.schedule.Fire;
import dev.rota.store.JobStore.Change;
import dev.rota.store.OperatorAct;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators do to single jobs. */
final class SqliteOperatorActs {
    private final Database database;

    SqliteOperatorActs(Database database) {
        this.database = database;
    }

    private static Optional<Job> live(Session session, long jobId, Instant now) throws SQLException {
        return session.statement(SqliteStatements.FIND_LIVE).set("id", jobId).first(row -> JobRows.job(row, now));
    }

    private static Optional<Job> finished(Session session, long jobId, Instant now) throws SQLException {
        return session.statement(SqliteStatements.FIND_FINISHED)
                .set("id", jobId)
                .first(row -> JobRows.job(row, now));
    }

    private static Change refused(Session session, long jobId, Instant now) throws SQLException {
        return finished(session, jobId, now).isPresent() ? Change.NOT_ALLOWED : Change.NOT_FOUND;
    }

    Change cancel(long jobId, String by, String reason) {
        return database.write(session -> cancel(session, jobId, by, reason, database.now()));
    }

    static Change cancel(Session session, long jobId, String by, String reason, Instant now) throws SQLException {
        Optional<Job> found = live(session, jobId, now);
        if (found.isEmpty()) {
            return refused(session, jobId, now);
        }
        String words = reason.isEmpty() ? by : by + ": " + reason;
        Acts.job(session, jobId, OperatorAct.Verb.CANCEL, by, reason.isEmpty() ? null : reason, now);
        if (found.get().state() == JobState.RUNNING) {
            session.statement(SqliteStatements.REQUEST_CANCEL)
                    .set("id", jobId)
                    .set("now", now)
                    .set("reason", words)
                    .update();
            return Change.REQUESTED;
        }
        SqliteFinishes.cancelWaiting(session, found.get(), words, now);
        return Change.DONE;
    }

    Change retry(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            Instant now = database.now();
            Optional<Job> found = live(session, jobId, now);
            if (found.isEmpty()) {
                return refused(session, jobId, now);
            }
            Job job = found.get();
            if (job.state() != JobState.FAILED) {
                return Change.NOT_ALLOWED;
            }
            Acts.job(session, jobId, OperatorAct.Verb.RETRY, by, reason, now);
            session.statement(SqliteStatements.RETRY)
                    .set("id", jobId)
                    .set("now", now)
                    .update();
            UniqueKey unique = job.request().unique();
            if (unique != null) {
                session.statement(SqliteStatements.RETAKE_UNIQUE)
                        .set("type", job.type())
                        .set("key", unique.key())
                        .set("id", jobId)
                        .set("states", Words.bits(unique.states()))
                        .update();
            }
            SqliteFinishes.endFire(session, job.request().origin(), Fire.Outcome.RUNNING);
            return Change.DONE;
        });
    }

    Change runNow(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            Instant now = database.now();
            int changed = session.statement(SqliteStatements.RUN_NOW)
                    .set("id", jobId)
                    .set("now", now)
                    .update();
            if (changed == 1) {
                Acts.job(session, jobId, OperatorAct.Verb.RUN_NOW, by, reason, now);
                return Change.DONE;
            }
            return live(session, jobId, now).isPresent() ? Change.NOT_ALLOWED : refused(session, jobId, now);
        });
    }

    Change amend(long jobId, Amendment amendment, String by, @Nullable String reason) {
        return database.write(session -> {
            Instant now = database.now();
            List<String> tags = amendment.tags();
            int changed = session.statement(SqliteStatements.AMEND)
                    .set("id", jobId)
                    .set("now", now)
                    .set("due_at", amendment.dueAt())
                    .set("priority", amendment.priority())
                    .set("queue", amendment.queue())
                    .set("retag", tags != null)
                    .setTexts("tags", tags == null ? List.of() : tags)
                    .update();
            if (changed == 0) {
                return live(session, jobId, now).isPresent() ? Change.NOT_ALLOWED : refused(session, jobId, now);
            }
            if (amendment.queue() != null) {
                session.statement(SqliteStatements.ENSURE_QUEUE)
                        .set("queue", amendment.queue())
                        .update();
            }
            Acts.job(session, jobId, OperatorAct.Verb.AMEND, by, reason, now);
            return Change.DONE;
        });
    }

    Change delete(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            Instant now = database.now();
            Optional<Job> live = live(session, jobId, now);
            if (live.isPresent() && live.get().state() != JobState.FAILED) {
                return Change.NOT_ALLOWED;
            }
            Optional<Job> found = live.isPresent() ? live : finished(session, jobId, now);
            if (found.isEmpty()) {
                return Change.NOT_FOUND;
            }
            Acts.job(session, jobId, OperatorAct.Verb.DELETE, by, reason, now);
            for (Sql part : new Sql[] {
                SqliteStatements.DELETE_JOB,
                SqliteStatements.DELETE_HISTORY,
                SqliteStatements.DELETE_ATTEMPTS,
                SqliteStatements.DELETE_PROGRESS,
                SqliteStatements.DELETE_LOG
            }) {
                session.statement(part).set("id", jobId).update();
            }
            UniqueKey unique = found.get().request().unique();
            if (unique != null) {
                session.statement(SqliteStatements.DELETE_UNIQUE)
                        .set("type", found.get().type())
                        .set("key", unique.key())
                        .set("id", jobId)
                        .update();
            }
            return Change.DONE;
        });
    }
}
