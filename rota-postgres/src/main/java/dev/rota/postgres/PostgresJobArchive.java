package dev.rota.postgres;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.JobSearch;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.WhyWaiting;
import dev.rota.jdbc.Words;
import dev.rota.jdbc.WorkerRows;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.store.JobArchive;
import dev.rota.store.JsonMatch;
import dev.rota.store.OperatorAct;
import dev.rota.store.Waiting;
import dev.rota.store.WorkerStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, on PostgreSQL. */
final class PostgresJobArchive implements JobArchive {
    private static final Set<JobState> HISTORIC = Set.of(JobState.SUCCEEDED, JobState.CANCELLED);

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
                .set("lease", lease)
                .set("after", afterSeq)
                .set("limit", limit)
                .list(JobRows::logLine));
    }

    @Override
    public List<LogLine> lastLog(long jobId, @Nullable Long lease, int limit) {
        List<LogLine> lines = new ArrayList<>(database.once(session -> session.statement(PostgresStatements.LAST_LOG)
                .set("id", jobId)
                .set("lease", lease)
                .set("limit", limit)
                .list(JobRows::logLine)));
        Collections.reverse(lines);
        return lines;
    }

    @Override
    public List<OperatorAct> acts(long jobId) {
        List<OperatorAct> acts = new ArrayList<>(
                database.once(session -> Acts.of(session, "job", String.valueOf(jobId), Integer.MAX_VALUE)));
        Collections.reverse(acts);
        return acts;
    }

    @Override
    public List<Job> findAll(Collection<Long> jobIds) {
        return database.once(session -> database.timed(session, PostgresStatements.FIND_MANY)
                .setNumbers("ids", jobIds)
                .list(PostgresJobArchive::job));
    }

    @Override
    public List<Job> list(Query query) {
        return database.once(session -> new Listing(database, session, null).list(query));
    }

    @Override
    public Page search(Query query) {
        return database.write(session -> new JobSearch(new Listing(database, session, SEARCH_TIME)).search(query));
    }

    /**
     * Lists on one connection.
     *
     * @param most how long a statement may take; null for as long as it does
     */
    private record Listing(
            PostgresDatabase database,
            Session session,
            @Nullable Duration most) implements JobSearch.Source {
        @Override
        public List<Job> list(Query query) throws SQLException {
            Set<JobState> states = query.states();
            List<String> words = states.stream().map(Words::of).toList();
            JsonMatch args = query.args();
            JsonMatch result = query.result();
            Statement statement = database.timed(session, sql(query))
                    .set("above", query.above() == null ? Long.MIN_VALUE : query.above())
                    .set("below", query.below() == null ? Long.MAX_VALUE : query.below())
                    .setTexts("states", words)
                    .set("any_state", words.isEmpty())
                    .set(
                            "with_history",
                            query.fingerprint() == null
                                    && (states.isEmpty() || states.stream().anyMatch(HISTORIC::contains)))
                    .set("type", query.type())
                    .set("queue", query.queue())
                    .set("tag", query.tag())
                    .set("schedule", query.schedule())
                    .set("worker", query.worker())
                    .set("priority", query.priority())
                    .set("attempts", query.attemptsFrom())
                    .set("enqueued_since", query.enqueued().since())
                    .set("enqueued_until", query.enqueued().until())
                    .set("finished_since", query.finished().since())
                    .set("finished_until", query.finished().until())
                    .set("unique", query.unique())
                    .set("trace", query.trace())
                    .set("error", query.error() == null ? null : query.error().toLowerCase(Locale.ROOT))
                    .set("result_path", path(result))
                    .set("result_word", result == null ? null : result.word())
                    .set("result_value", result == null ? null : result.value())
                    .set("args_path", path(args))
                    .set("args_word", args == null ? null : args.word())
                    .set("args_value", args == null ? null : args.value())
                    .set("limit", query.limit());
            if (query.fingerprint() != null) {
                statement.set("fingerprint", query.fingerprint());
            }
            List<Job> found = new ArrayList<>(statement.within(most).list(PostgresJobArchive::job));
            if (query.isUpwards()) {
                Collections.reverse(found);
            }
            return List.copyOf(found);
        }

        private static @Nullable String path(@Nullable JsonMatch match) {
            return match == null ? null : "{" + match.path().replace('.', ',') + "}";
        }

        private static Sql sql(Query query) {
            if (query.fingerprint() == null) {
                if (!query.states().isEmpty() && !query.states().contains(JobState.QUEUED)) {
                    return query.isUpwards()
                            ? PostgresStatements.LIST_OF_STATES_UPWARDS
                            : PostgresStatements.LIST_OF_STATES;
                }
                return query.isUpwards() ? PostgresStatements.LIST_UPWARDS : PostgresStatements.LIST;
            }
            return query.isUpwards() ? PostgresStatements.LIST_GROUP_UPWARDS : PostgresStatements.LIST_GROUP;
        }

        @Override
        public Optional<JobSearch.At> from(long id) throws SQLException {
            return session.statement(PostgresStatements.ID_FROM).set("id", id).first(JobSearch.At::read);
        }

        @Override
        public Optional<JobSearch.At> upTo(long id) throws SQLException {
            return session.statement(PostgresStatements.ID_UP_TO).set("id", id).first(JobSearch.At::read);
        }
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

    @Override
    public Optional<Waiting> waiting(long jobId) {
        return database.write(session -> {
            Instant now = database.now(session);
            Optional<Job> job = database.timed(session, PostgresStatements.FIND_LIVE)
                    .set("id", jobId)
                    .first(PostgresJobArchive::job);
            return job.isPresent() ? new WhyWaiting(new Facts(database, session), now).of(job.get()) : Optional.empty();
        });
    }

    private record Facts(PostgresDatabase database, Session session) implements WhyWaiting.Facts {
        @Override
        public List<Long> holders(String key) throws SQLException {
            return session.statement(PostgresStatements.HOLDERS)
                    .set("key", key)
                    .set("limit", WhyWaiting.MOST_HOLDERS)
                    .list(row -> row.number("id"));
        }

        @Override
        public Optional<WhyWaiting.Bucket> queue(String name) throws SQLException {
            return session.statement(PostgresStatements.QUEUE)
                    .set("queue", name)
                    .first(WhyWaiting.Bucket::read);
        }

        @Override
        public long running(String queue) throws SQLException {
            return session.statement(PostgresStatements.RUNNING_IN_QUEUE)
                    .set("queue", queue)
                    .one(row -> row.number("running"));
        }

        @Override
        public long ahead(Job job) throws SQLException {
            return database.timed(session, PostgresStatements.AHEAD)
                    .set("queue", job.queue())
                    .set("priority", job.request().priority())
                    .set("due_at", job.times().dueAt())
                    .set("id", job.id())
                    .set("cap", Waiting.MOST_AHEAD)
                    .one(row -> row.number("ahead"));
        }

        @Override
        public List<WorkerStore.Registration> workers(Instant since) throws SQLException {
            return session.statement(PostgresStatements.CLAIMING_WORKERS)
                    .set("since", since)
                    .list(WorkerRows::registration);
        }

        @Override
        public long ended(String queue, Instant since) throws SQLException {
            return session.statement(PostgresStatements.ENDED_IN_QUEUE)
                    .set("queue", queue)
                    .set("since", since)
                    .one(row -> row.number("ended"));
        }
    }
}
