package dev.rota.sqlite;

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
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, on SQLite. */
final class SqliteJobArchive implements JobArchive {
    private static final Set<JobState> IN_HISTORY = Set.of(JobState.SUCCEEDED, JobState.CANCELLED);
    private static final Comparator<Job> NEWEST_FIRST =
            Comparator.comparingLong(Job::id).reversed();
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
                .set("lease", lease)
                .set("after", afterSeq)
                .set("most", limit)
                .list(JobRows::logLine));
    }

    @Override
    public List<LogLine> lastLog(long jobId, @Nullable Long lease, int limit) {
        List<LogLine> lines = new ArrayList<>(database.read(session -> session.statement(SqliteStatements.LAST_LOG)
                .set("id", jobId)
                .set("lease", lease)
                .set("most", limit)
                .list(JobRows::logLine)));
        Collections.reverse(lines);
        return lines;
    }

    @Override
    public List<OperatorAct> acts(long jobId) {
        List<OperatorAct> acts = new ArrayList<>(
                database.read(session -> Acts.of(session, "job", String.valueOf(jobId), Integer.MAX_VALUE)));
        Collections.reverse(acts);
        return acts;
    }

    @Override
    public List<Job> findAll(Collection<Long> jobIds) {
        return database.read(session -> {
            Instant now = database.now();
            List<Job> found = new ArrayList<>();
            for (Sql part : List.of(SqliteStatements.FIND_MANY_LIVE, SqliteStatements.FIND_MANY_FINISHED)) {
                found.addAll(session.statement(part).setNumbers("ids", jobIds).list(row -> JobRows.job(row, now)));
            }
            found.sort(NEWEST_FIRST);
            return List.copyOf(found);
        });
    }

    @Override
    public List<Job> list(Query query) {
        return database.read(session -> new Listing(session, database.now(), null).list(query));
    }

    @Override
    public Page search(Query query) {
        return database.read(session -> new JobSearch(new Listing(session, database.now(), SEARCH_TIME)).search(query));
    }

    /**
     * Lists in one transaction.
     *
     * @param most how long a statement may take; null for as long as it does
     */
    private record Listing(
            Session session, Instant now, @Nullable Duration most) implements JobSearch.Source {
        @Override
        public List<Job> list(Query query) throws SQLException {
            List<JobState> inHistory = new ArrayList<>();
            List<JobState> live = new ArrayList<>();
            for (JobState state : query.states().isEmpty() ? Set.of(JobState.values()) : query.states()) {
                (IN_HISTORY.contains(state) ? inHistory : live).add(state);
            }
            List<Job> found = new ArrayList<>();
            boolean up = query.isUpwards();
            if (query.fingerprint() != null) {
                found.addAll(listLive(
                        up ? SqliteStatements.LIST_FAILED_AS_UPWARDS : SqliteStatements.LIST_FAILED_AS, query, live));
                found.addAll(listLive(
                        up ? SqliteStatements.LIST_RETRYING_AS_UPWARDS : SqliteStatements.LIST_RETRYING_AS,
                        query,
                        live));
            } else {
                found.addAll(live.contains(JobState.QUEUED) ? listLive(query, live) : listByState(query, live));
                found.addAll(listFinished(query, inHistory));
            }
            found.sort(up ? NEWEST_FIRST.reversed() : NEWEST_FIRST);
            List<Job> page = new ArrayList<>(found.subList(0, Math.min(found.size(), query.limit())));
            page.sort(NEWEST_FIRST);
            return List.copyOf(page);
        }

        private List<Job> listLive(Query query, List<JobState> states) throws SQLException {
            return listLive(
                    query.isUpwards() ? SqliteStatements.LIST_LIVE_UPWARDS : SqliteStatements.LIST_LIVE, query, states);
        }

        /** Due ones that were put off are shown as queued, and so are in none of these states. */
        private List<Job> listByState(Query query, List<JobState> states) throws SQLException {
            boolean up = query.isUpwards();
            List<Job> found = new ArrayList<>();
            for (JobState state : states) {
                Statement statement = state == JobState.RUNNING
                        ? session.statement(up ? SqliteStatements.LIST_RUNNING_UPWARDS : SqliteStatements.LIST_RUNNING)
                        : session.statement(
                                        up ? SqliteStatements.LIST_OF_STATE_UPWARDS : SqliteStatements.LIST_OF_STATE)
                                .set("state", state);
                found.addAll(jobs(statement.set("now", now), query, states));
            }
            return found;
        }

        private List<Job> listLive(Sql sql, Query query, List<JobState> states) throws SQLException {
            Statement statement = session.statement(sql).set("now", now);
            if (query.fingerprint() != null) {
                statement.set("fingerprint", query.fingerprint());
            }
            return states.isEmpty() ? List.of() : jobs(statement, query, states);
        }

        private List<Job> listFinished(Query query, List<JobState> states) throws SQLException {
            Sql sql = query.isUpwards() ? SqliteStatements.LIST_FINISHED_UPWARDS : SqliteStatements.LIST_FINISHED;
            if (states.isEmpty()) {
                return List.of();
            }
            Statement statement = session.statement(sql)
                    .set("result_names", path(query.result(), false))
                    .set(
                            "result_word",
                            query.result() == null ? null : query.result().word())
                    .set(
                            "result_value",
                            query.result() == null ? null : query.result().value());
            return jobs(statement, query, states);
        }

        private List<Job> jobs(Statement statement, Query query, List<JobState> states) throws SQLException {
            return statement
                    .set("above", query.above() == null ? Long.MIN_VALUE : query.above())
                    .set("below", query.below() == null ? Long.MAX_VALUE : query.below())
                    .set("type", query.type())
                    .set("queue", query.queue())
                    .set("schedule", query.schedule())
                    .set("tag", query.tag())
                    .set("tag_as_stored", asStored(query.tag()))
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
                    .set("args_path", path(query.args(), true))
                    .set("args_names", path(query.args(), false))
                    .set("args_word", query.args() == null ? null : query.args().word())
                    .set(
                            "args_value",
                            query.args() == null ? null : query.args().value())
                    .set("result_path", path(query.result(), true))
                    .setTexts("states", states.stream().map(Words::of).toList())
                    .set("most", query.limit())
                    .within(most)
                    .list(row -> JobRows.job(row, now));
        }

        /** What stands in the text of a list that holds this tag: looked for before the list is taken apart. */
        private static @Nullable String asStored(@Nullable String tag) {
            if (tag == null) {
                return null;
            }
            String list = JsonList.write(List.of(tag));
            return list.substring(1, list.length() - 1);
        }

        /** Names are quoted, numbers are indexes of lists or names too. */
        private static @Nullable String path(@Nullable JsonMatch match, boolean indexes) {
            if (match == null) {
                return null;
            }
            StringBuilder path = new StringBuilder("$");
            for (String part : match.path().split("\\.", -1)) {
                path.append(indexes && part.matches("[0-9]{1,9}") ? "[" + part + "]" : ".\"" + part + "\"");
            }
            return path.toString();
        }

        @Override
        public Optional<JobSearch.At> from(long id) throws SQLException {
            return session.statement(SqliteStatements.ID_FROM).set("id", id).first(JobSearch.At::read);
        }

        @Override
        public Optional<JobSearch.At> upTo(long id) throws SQLException {
            return session.statement(SqliteStatements.ID_UP_TO).set("id", id).first(JobSearch.At::read);
        }
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
    public Optional<Waiting> waiting(long jobId) {
        return database.read(session -> {
            Instant now = database.now();
            Optional<Job> job = session.statement(SqliteStatements.FIND_LIVE)
                    .set("id", jobId)
                    .first(row -> JobRows.job(row, now));
            return job.isPresent() ? new WhyWaiting(new Facts(session, now), now).of(job.get()) : Optional.empty();
        });
    }

    /** Facts read in one transaction. */
    private record Facts(Session session, Instant now) implements WhyWaiting.Facts {
        @Override
        public List<Long> holders(String key) throws SQLException {
            return session.statement(SqliteStatements.HOLDERS)
                    .set("key", key)
                    .set("most", WhyWaiting.MOST_HOLDERS)
                    .list(row -> row.number("id"));
        }

        @Override
        public Optional<WhyWaiting.Bucket> queue(String name) throws SQLException {
            return session.statement(SqliteStatements.QUEUE).set("queue", name).first(WhyWaiting.Bucket::read);
        }

        @Override
        public long running(String queue) throws SQLException {
            return session.statement(SqliteStatements.COUNT_RUNNING_IN_QUEUE)
                    .set("queue", queue)
                    .one(row -> row.number("running"));
        }

        @Override
        public long ahead(Job job) throws SQLException {
            return session.statement(SqliteStatements.COUNT_AHEAD)
                    .set("queue", job.queue())
                    .set("priority", job.request().priority())
                    .set("due_at", job.times().dueAt())
                    .set("id", job.id())
                    .set("now", now)
                    .set("cap", Waiting.MOST_AHEAD)
                    .one(row -> row.number("ahead"));
        }

        @Override
        public List<WorkerStore.Registration> workers(Instant since) throws SQLException {
            return session.statement(SqliteStatements.CLAIMING_WORKERS)
                    .set("since", since)
                    .list(WorkerRows::registration);
        }

        @Override
        public long ended(String queue, Instant since) throws SQLException {
            return session.statement(SqliteStatements.ENDED_IN_QUEUE)
                    .set("queue", queue)
                    .set("since", since)
                    .one(row -> row.number("ended"));
        }
    }
}
