package dev.rota.postgres;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, on PostgreSQL. */
final class PostgresJobArchive implements JobArchive {
    private static final Set<JobState> HISTORIC = Set.of(JobState.SUCCEEDED, JobState.CANCELLED);
    private static final int MOST_AHEAD = 1000;

    private final PostgresDatabase database;

    PostgresJobArchive(PostgresDatabase database) {
        this.database = database;
    }

    /** Looked for among live jobs first: a job that moves meanwhile is found in the history afterwards. */
    @Override
    public Optional<Job> find(long jobId) {
        Optional<Job> live = database.once(session -> database.timed(session, PostgresStatements.FIND_LIVE)
                .set("id", jobId)
                .first(PostgresJobArchive::job));
        return live.isPresent()
                ? live
                : database.once(session -> session.statement(PostgresStatements.FIND_HISTORY)
                        .set("id", jobId)
                        .first(PostgresJobArchive::job));
    }

    private static Job job(Row row) throws SQLException {
        return JobRows.job(row, row.instant("now"));
    }

    @Override
    public List<Attempt> attempts(long jobId) {
        return database.once(session ->
                session.statement(PostgresStatements.ATTEMPTS).set("id", jobId).list(JobRows::attempt));
    }

    @Override
    public List<LogLine> log(long jobId, @Nullable Long lease, long afterSeq, int limit) {
        return database.once(session -> session.statement(PostgresStatements.LOG)
                .set("id", jobId)
                .set("after", afterSeq)
                .set("limit", limit)
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
        Long before = query.below();
        Set<JobState> states = query.states();
        List<String> words = states.stream().map(Words::of).toList();
        return database.once(session -> database.timed(session, PostgresStatements.LIST)
                .set("before", before == null ? Long.MAX_VALUE : before)
                .setTexts("states", words)
                .set("any_state", words.isEmpty())
                .set("with_history", states.isEmpty() || states.stream().anyMatch(HISTORIC::contains))
                .set("type", query.type())
                .set("queue", query.queue())
                .set("tag", query.tag())
                .set("schedule", query.schedule())
                .set("limit", query.limit())
                .list(PostgresJobArchive::job));
    }

    @Override
    public Map<JobState, Long> counts(int cap) {
        return database.once(session -> database.timed(session, PostgresStatements.COUNTS)
                .set("cap", cap)
                .one(row -> {
                    Map<JobState, Long> counts = new EnumMap<>(JobState.class);
                    for (JobState state : JobState.values()) {
                        if (!HISTORIC.contains(state)) {
                            counts.put(state, row.number(Words.of(state)));
                        }
                    }
                    return counts;
                }));
    }

    @Override
    public Map<String, Duration> longestWaits() {
        Map<String, Duration> waits = new HashMap<>();
        database.once(session -> database.timed(session, PostgresStatements.LONGEST_WAITS)
                .list(row -> waits.put(row.text("queue"), Duration.ofMillis(row.number("wait_ms")))));
        return Map.copyOf(waits);
    }

    /** A waiting job and its queue. */
    private record Waiting(
            long id,
            String queue,
            String type,
            int priority,
            Instant dueAt,
            Instant now,
            @Nullable String blockedBy,
            @Nullable String exclusionKey,
            @Nullable String pause,
            @Nullable Integer concurrency,
            long running) {
        static Waiting read(Row row, long id) throws SQLException {
            return new Waiting(
                    id,
                    row.text("queue"),
                    row.text("type"),
                    row.integer("priority"),
                    row.instant("due_at"),
                    row.instant("now"),
                    row.textOrNull("blocked_by"),
                    row.textOrNull("exclusion_key"),
                    row.flag("paused") ? pause(row) : null,
                    row.integerOrNull("concurrency"),
                    row.number("running"));
        }

        private static String pause(Row row) throws SQLException {
            String reason = row.textOrNull("pause_reason");
            Instant until = row.instantOrNull("paused_until");
            return "Queue " + row.text("queue") + " is paused by " + row.text("paused_by")
                    + (reason == null ? "" : " (" + reason + ")") + (until == null ? "" : " until " + until);
        }
    }

    @Override
    public Optional<dev.rota.store.Waiting> waiting(long jobId) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public Optional<String> whyWaiting(long jobId) {
        return database.write(session -> {
            Optional<Waiting> waiting = database.timed(session, PostgresStatements.WAITING)
                    .set("id", jobId)
                    .first(row -> Waiting.read(row, jobId));
            return waiting.isEmpty() ? Optional.empty() : Optional.of(inWords(session, waiting.get()));
        });
    }

    private String inWords(Session session, Waiting job) throws SQLException {
        if ("handler".equals(job.blockedBy())) {
            return "No worker has a handler for type " + job.type();
        }
        if (job.dueAt().isAfter(job.now())) {
            return "Not due until " + job.dueAt();
        }
        String key = job.exclusionKey();
        if (key != null && "exclusion".equals(job.blockedBy())) {
            List<Long> holders = session.statement(PostgresStatements.HOLDERS)
                    .set("key", key)
                    .list(row -> row.number("id"));
            return holders.isEmpty()
                    ? "Exclusion key " + key + " is free: the job is about to be released"
                    : "Exclusion key " + key + " is held by job "
                            + String.join(
                                    ", ", holders.stream().map(String::valueOf).toList());
        }
        if (job.pause() != null) {
            return job.pause();
        }
        Integer concurrency = job.concurrency();
        if (concurrency != null && job.running() >= concurrency) {
            return "Queue " + job.queue() + " runs " + job.running() + " jobs, its concurrency limit is " + concurrency;
        }
        long ahead = ahead(session, job);
        if (ahead == 0) {
            return "Next in queue " + job.queue() + ": waits for a free slot of a worker";
        }
        return (ahead >= MOST_AHEAD ? MOST_AHEAD + " or more" : String.valueOf(ahead))
                + (ahead == 1 ? " job is" : " jobs are") + " ahead in queue " + job.queue();
    }

    private long ahead(Session session, Waiting job) throws SQLException {
        return database.timed(session, PostgresStatements.AHEAD)
                .set("queue", job.queue())
                .set("priority", job.priority())
                .set("due_at", job.dueAt())
                .set("id", job.id())
                .set("cap", MOST_AHEAD)
                .one(row -> row.number("ahead"));
    }
}
