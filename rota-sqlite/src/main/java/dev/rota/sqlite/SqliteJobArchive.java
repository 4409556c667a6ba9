package dev.rota.sqlite;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Words;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.store.Act;
import dev.rota.store.JobArchive;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, on SQLite. */
final class SqliteJobArchive implements JobArchive {
    private static final Set<JobState> IN_HISTORY = Set.of(JobState.SUCCEEDED, JobState.CANCELLED);
    private final Database database;

    SqliteJobArchive(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Job> find(long jobId) {
        return database.read(session -> find(session, jobId, database.now()));
    }

    private static Optional<Job> find(Session session, long jobId, Instant now) throws SQLException {
        Optional<Job> live =
                session.statement(SqliteStatements.FIND_LIVE).set("id", jobId).first(row -> JobRows.job(row, now));
        return live.isPresent()
                ? live
                : session.statement(SqliteStatements.FIND_FINISHED)
                        .set("id", jobId)
                        .first(row -> JobRows.job(row, now));
    }

    @Override
    public List<Attempt> attempts(long jobId) {
        return database.read(session ->
                session.statement(SqliteStatements.ATTEMPTS).set("id", jobId).list(JobRows::attempt));
    }

    @Override
    public List<LogLine> log(long jobId, @Nullable Long lease, long afterSeq, int limit) {
        return database.read(session -> session.statement(SqliteStatements.LOG)
                .set("id", jobId)
                .set("after", afterSeq)
                .set("most", limit)
                .list(JobRows::logLine));
    }

    @Override
    public List<Job> findAll(Collection<Long> jobIds) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<Act> acts(long jobId) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<LogLine> lastLog(long jobId, @Nullable Long lease, int limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public Page search(Query query) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<Job> list(Query query) {
        return database.read(session -> {
            Instant now = database.now();
            List<JobState> inHistory = new ArrayList<>();
            List<JobState> live = new ArrayList<>();
            for (JobState state : query.states().isEmpty() ? Set.of(JobState.values()) : query.states()) {
                (IN_HISTORY.contains(state) ? inHistory : live).add(state);
            }
            List<Job> found = new ArrayList<>();
            found.addAll(list(session, SqliteStatements.LIST_LIVE, query, live, now));
            found.addAll(list(session, SqliteStatements.LIST_FINISHED, query, inHistory, now));
            found.sort(Comparator.comparingLong(Job::id).reversed());
            return List.copyOf(found.subList(0, Math.min(found.size(), query.limit())));
        });
    }

    private static List<Job> list(Session session, Sql sql, Query query, List<JobState> states, Instant now)
            throws SQLException {
        if (states.isEmpty()) {
            return List.of();
        }
        Long before = query.below();
        var statement = session.statement(sql)
                .set("before", before == null ? Long.MAX_VALUE : before)
                .set("type", query.type())
                .set("queue", query.queue())
                .set("schedule", query.schedule())
                .set("tag", query.tag())
                .setTexts("states", states.stream().map(Words::of).toList())
                .set("most", query.limit());
        if (sql == SqliteStatements.LIST_LIVE) {
            statement.set("now", now);
        }
        return statement.list(row -> JobRows.job(row, now));
    }

    @Override
    public Map<JobState, Long> counts(int cap) {
        return database.read(session -> session.statement(SqliteStatements.COUNTS)
                .set("cap", cap)
                .set("now", database.now())
                .one(row -> counts(row, cap)));
    }

    private static Map<JobState, Long> counts(Row row, int cap) throws SQLException {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        counts.put(JobState.SCHEDULED, Math.min(cap, row.number("scheduled") + row.number("scheduled_with_key")));
        counts.put(JobState.QUEUED, row.number("queued"));
        counts.put(
                JobState.BLOCKED, Math.min(cap, row.number("blocked_by_exclusion") + row.number("blocked_by_handler")));
        counts.put(JobState.RUNNING, row.number("running"));
        counts.put(JobState.RETRYING, Math.min(cap, row.number("retrying") + row.number("retrying_with_key")));
        counts.put(JobState.FAILED, row.number("failed"));
        return counts;
    }

    @Override
    public Map<String, Duration> longestWaits() {
        return database.read(session -> {
            Instant now = database.now();
            Map<String, Duration> waits = new HashMap<>();
            session.statement(SqliteStatements.LONGEST_WAITS)
                    .set("now", now)
                    .list(row -> waits.put(row.text("queue"), Duration.between(row.instant("due_at"), now)));
            return Map.copyOf(waits);
        });
    }

    @Override
    public Optional<dev.rota.store.Waiting> waiting(long jobId) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public Optional<String> whyWaiting(long jobId) {
        return database.read(session -> {
            Instant now = database.now();
            Optional<Job> job = session.statement(SqliteStatements.FIND_LIVE)
                    .set("id", jobId)
                    .first(row -> JobRows.job(row, now));
            return job.isPresent() ? new Waiting(session, now).why(job.get()) : Optional.empty();
        });
    }
}
