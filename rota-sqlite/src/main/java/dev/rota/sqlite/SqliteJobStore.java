package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.job.Amendment;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.store.AttemptNotes;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the engine does to jobs, on SQLite. */
final class SqliteJobStore implements JobStore {
    private final Database database;
    private final SqliteEnqueuer enqueuer;
    private final SqliteReleaser releaser;
    private final SqliteRescuer rescuer;
    private final SqliteOperatorActs operatorActs;
    private final SqlitePruner pruner;

    SqliteJobStore(Database database, SqliteEnqueuer enqueuer) {
        this.database = database;
        this.enqueuer = enqueuer;
        this.releaser = new SqliteReleaser(database);
        this.rescuer = new SqliteRescuer(database);
        this.operatorActs = new SqliteOperatorActs(database);
        this.pruner = new SqlitePruner(database);
    }

    @Override
    public List<Enqueued> enqueue(List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        List<Enqueued> made = database.write(session -> enqueuer.enqueue(session, jobs, database.now()));
        enqueuer.committed(jobs);
        return made;
    }

    @Override
    public List<Enqueued> enqueue(Connection transaction, List<NewJob> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        return database.joined(transaction, session -> enqueuer.enqueueJoined(session, jobs, database.now()));
    }

    @Override
    public Exchange.Answer exchange(Exchange exchange) {
        if (exchange.finishes().isEmpty() && exchange.requests().isEmpty()) {
            return Exchange.Answer.NOTHING;
        }
        return database.write(session -> {
            Instant now = database.now();
            SqliteFinishes finishes = new SqliteFinishes(session, exchange.workerId(), now);
            finishes.finish(exchange.finishes());
            SqliteClaims claims = new SqliteClaims(session, exchange.workerId(), exchange.excludedTypes(), now);
            List<Job> claimed = claim(claims, exchange);
            return new Exchange.Answer(claimed, finishes.lost(), claims.unreadable());
        });
    }

    private static List<Job> claim(SqliteClaims claims, Exchange exchange) throws SQLException {
        if (exchange.requests().isEmpty() || !claims.isKnown()) {
            return List.of();
        }
        List<Job> claimed = new ArrayList<>();
        for (Exchange.ClaimRequest request : exchange.requests()) {
            claimed.addAll(claims.claim(request));
        }
        if (exchange.requests().size() > 1) {
            claimed.sort(SqliteClaims.ORDER);
        }
        return claimed;
    }

    @Override
    public boolean finish(Connection transaction, long workerId, Finish finish) {
        return database.joined(transaction, session -> {
            SqliteFinishes finishes = new SqliteFinishes(session, workerId, database.now());
            finishes.finish(List.of(finish));
            return finishes.lost().isEmpty();
        });
    }

    @Override
    public void saveProgress(List<AttemptNotes.ProgressNote> notes) {
        if (notes.isEmpty()) {
            return;
        }
        database.write(session -> {
            Statement save = session.statement(SqliteStatements.SAVE_PROGRESS);
            for (AttemptNotes.ProgressNote note : notes) {
                SqliteFinishes.progress(save, note.progress())
                        .set("id", note.jobId())
                        .set("lease", note.lease())
                        .add();
            }
            return save.runBatch();
        });
    }

    @Override
    public boolean saveCheckpoint(long jobId, long lease, @Nullable String json) {
        return database.write(session -> session.statement(SqliteStatements.SAVE_CHECKPOINT)
                        .set("id", jobId)
                        .set("lease", lease)
                        .set("checkpoint", json)
                        .update()
                == 1);
    }

    @Override
    public Optional<String> checkpoint(long jobId) {
        return database.read(session ->
                session.statement(SqliteStatements.CHECKPOINT).set("id", jobId).first(row -> row.text("checkpoint")));
    }

    @Override
    public void appendLog(List<AttemptNotes.LogNote> notes) {
        if (hasLines(notes)) {
            database.write(session -> append(session, notes));
        }
    }

    @Override
    public void appendLog(Connection transaction, List<AttemptNotes.LogNote> notes) {
        if (hasLines(notes)) {
            database.joined(transaction, session -> append(session, notes));
        }
    }

    private static boolean hasLines(List<AttemptNotes.LogNote> notes) {
        return notes.stream().anyMatch(note -> !note.lines().isEmpty());
    }

    private static int[] append(Session session, List<AttemptNotes.LogNote> notes) throws SQLException {
        Statement append = session.statement(SqliteStatements.APPEND_LOG);
        for (AttemptNotes.LogNote note : notes) {
            for (LogLine line : note.lines()) {
                append.set("id", note.jobId())
                        .set("lease", note.lease())
                        .set("at", line.at())
                        .set("level", line.level())
                        .set("line", line.text())
                        .add();
            }
        }
        return append.runBatch();
    }

    @Override
    public Waiting blockDue(int limit) {
        return releaser.blockDue(limit);
    }

    @Override
    public List<String> waitingKeys(String after, int most) {
        return releaser.waitingKeys(after, most);
    }

    @Override
    public Set<String> releaseBlocked(Collection<String> keys, int limit) {
        return releaser.release(keys, limit);
    }

    @Override
    public Set<String> unpark(Set<String> types, int limit) {
        return releaser.unpark(types, limit);
    }

    @Override
    public List<Rescue> rescue(Duration lease, int maxCrashes, int limit) {
        return rescuer.rescue(lease, maxCrashes, limit);
    }

    @Override
    public Change cancel(long jobId, String by, String reason) {
        return operatorActs.cancel(jobId, by, reason);
    }

    @Override
    public Change retry(long jobId, String by, @Nullable String reason) {
        return operatorActs.retry(jobId, by, reason);
    }

    @Override
    public Change runNow(long jobId, String by, @Nullable String reason) {
        return operatorActs.runNow(jobId, by, reason);
    }

    @Override
    public Change amend(long jobId, Amendment amendment, String by, @Nullable String reason) {
        return operatorActs.amend(jobId, amendment, by, reason);
    }

    @Override
    public Change delete(long jobId, String by, @Nullable String reason) {
        return operatorActs.delete(jobId, by, reason);
    }

    @Override
    public long prune(Retention retention, int limit) {
        return pruner.prune(retention, limit);
    }
}
