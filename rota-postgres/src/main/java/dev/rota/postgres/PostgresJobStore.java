package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.Amendment;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.store.AttemptNotes;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobStore;
import dev.rota.store.OperatorAct;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the engine does to jobs, on PostgreSQL. */
final class PostgresJobStore implements JobStore {
    /** Together, because the server has room for a few thousand locks. */
    private static final int KEYS_LOCKED = 250;

    private final PostgresDatabase database;
    private final PostgresEnqueuer enqueuer;
    private final ConnectionTurns turns;
    private final PostgresExchange exchange;
    private final PostgresPruner pruner;

    PostgresJobStore(
            PostgresDatabase database, PostgresEnqueuer enqueuer, ConnectionTurns turns, PostgresPruner pruner) {
        this.database = database;
        this.enqueuer = enqueuer;
        this.turns = turns;
        this.exchange = new PostgresExchange(database, new ClaimFloors());
        this.pruner = pruner;
    }

    @Override
    public List<Enqueued> enqueue(List<NewJob> jobs) {
        return noted(
                jobs,
                PostgresEnqueuer.noneUnique(jobs)
                        ? enqueuer.enqueue(jobs)
                        : turns.forKeys(() -> enqueuer.enqueue(jobs)));
    }

    /** As many as there are connections: the server brings commits together that come at the same time. */
    @Override
    public int concurrentEnqueues() {
        return turns.enqueues();
    }

    /** What is due at an instant of its own may be due before what has been claimed. */
    private List<Enqueued> noted(List<NewJob> jobs, List<Enqueued> enqueued) {
        if (jobs.stream().anyMatch(job -> job.when().at() != null)) {
            exchange.putBack();
        }
        return enqueued;
    }

    @Override
    public List<Enqueued> enqueue(Connection transaction, List<NewJob> jobs) {
        return noted(jobs, enqueuer.enqueue(transaction, jobs));
    }

    @Override
    public Exchange.Answer exchange(Exchange wanted) {
        return exchange.exchange(wanted);
    }

    @Override
    public Optional<Duration> untilDue(Set<String> queues) {
        return queues.isEmpty() ? Optional.empty() : exchange.untilDue(queues);
    }

    @Override
    public boolean finish(Connection transaction, long workerId, Finish finish) {
        return exchange.finish(transaction, workerId, finish);
    }

    @Override
    public void saveProgress(List<AttemptNotes.ProgressNote> notes) {
        if (notes.isEmpty()) {
            return;
        }
        // The last note of a job counts; a statement may write each row but once.
        List<AttemptNotes.ProgressNote> last = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (int i = notes.size() - 1; i >= 0; i--) {
            if (seen.add(notes.get(i).jobId())) {
                last.add(notes.get(i));
            }
        }
        last.sort(Comparator.comparingLong(AttemptNotes.ProgressNote::jobId));
        database.once(session -> {
            Statement statement = session.statement(PostgresStatements.SAVE_PROGRESS);
            Columns<AttemptNotes.ProgressNote> columns = new Columns<>(statement, last);
            columns.set("ids", "bigint", AttemptNotes.ProgressNote::jobId);
            columns.set("leases", "bigint", AttemptNotes.ProgressNote::lease);
            columns.set("items_succeeded", "bigint", note -> note.progress().succeeded());
            columns.set("items_failed", "bigint", note -> note.progress().failed());
            columns.set("items_total", "bigint", note -> note.progress().total());
            columns.set("items_label", "text", note -> note.progress().label());
            return statement.update();
        });
    }

    @Override
    public boolean saveCheckpoint(long jobId, long lease, @Nullable String json) {
        return database.once(session -> session.statement(PostgresStatements.SAVE_CHECKPOINT)
                        .set("id", jobId)
                        .set("lease", lease)
                        .set("json", json)
                        .update()
                > 0);
    }

    @Override
    public Optional<String> checkpoint(long jobId) {
        return database.plain(session -> session.statement(PostgresStatements.CHECKPOINT)
                .set("id", jobId)
                .first(row -> row.text("checkpoint")));
    }

    private record NotedLine(AttemptNotes.LogNote note, LogLine line) {}

    @Override
    public void appendLog(List<AttemptNotes.LogNote> notes) {
        List<NotedLine> lines = lines(notes);
        if (!lines.isEmpty()) {
            database.once(session -> append(session, lines));
        }
    }

    @Override
    public void appendLog(Connection transaction, List<AttemptNotes.LogNote> notes) {
        List<NotedLine> lines = lines(notes);
        if (!lines.isEmpty()) {
            database.joined(transaction, session -> append(session, lines));
        }
    }

    private static List<NotedLine> lines(List<AttemptNotes.LogNote> notes) {
        return notes.stream()
                .flatMap(note -> note.lines().stream().map(line -> new NotedLine(note, line)))
                .toList();
    }

    private static int append(Session session, List<NotedLine> lines) throws SQLException {
        Statement statement = session.statement(PostgresStatements.APPEND_LOG);
        Columns<NotedLine> columns = new Columns<>(statement, lines);
        columns.set("ids", "bigint", line -> line.note().jobId());
        columns.set("leases", "bigint", line -> line.note().lease());
        columns.set("ats", "bigint", line -> PostgresDatabase.micros(line.line().at()));
        columns.set("levels", "text", line -> Words.of(line.line().level()));
        columns.set("lines", "text", line -> line.line().text());
        return statement.update();
    }

    @Override
    public Waiting blockDue(int limit) {
        return database.once(session -> {
            Set<String> due = new TreeSet<>();
            List<Boolean> any = database.timed(session, PostgresStatements.BLOCK_DUE)
                    .set("limit", limit)
                    .list(row -> row.textOrNull("key") == null || due.add(row.text("key")));
            return new Waiting(due, !any.isEmpty());
        });
    }

    @Override
    public List<String> waitingKeys(String after, int most) {
        return database.once(session -> session.statement(PostgresStatements.WAITING_KEYS)
                .set("after", after)
                .set("most", most)
                .list(row -> row.text("key")));
    }

    @Override
    public Set<String> releaseBlocked(Collection<String> keys, int limit) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        List<String> free = database.once(session -> session.statement(PostgresStatements.KEYS_WITH_ROOM)
                .setTexts("keys", keys)
                .list(row -> row.text("key")));
        Set<String> queues = new TreeSet<>();
        for (int from = 0; from < free.size(); from += KEYS_LOCKED) {
            List<String> some = free.subList(from, Math.min(free.size(), from + KEYS_LOCKED));
            queues.addAll(database.write(session -> releaseBlocked(session, some, limit)));
        }
        return putBack(queues);
    }

    private Set<String> putBack(Set<String> queues) {
        if (!queues.isEmpty()) {
            exchange.putBack();
        }
        return queues;
    }

    private static List<String> releaseBlocked(Session session, List<String> keys, int limit) throws SQLException {
        session.statement(PostgresStatements.LOCK_KEYS).setTexts("keys", keys).any();
        return session.statement(PostgresStatements.RELEASE_BLOCKED)
                .setTexts("keys", keys)
                .set("limit", limit)
                .list(row -> row.text("queue"));
    }

    @Override
    public Set<String> unpark(Set<String> types, int limit) {
        if (types.isEmpty()) {
            return Set.of();
        }
        return putBack(database.once(session -> new TreeSet<>(session.statement(PostgresStatements.UNPARK)
                .setTexts("types", types)
                .set("limit", limit)
                .list(row -> row.text("queue")))));
    }

    @Override
    public List<Rescue> rescue(Duration lease, int maxCrashes, int limit) {
        List<Rescue> rescued = new ArrayList<>();
        database.plain(session -> database.timed(session, PostgresStatements.LEVEL_HEARTBEATS)
                .set("lease", PostgresDatabase.micros(lease))
                .update());
        Optional<Dead> last = Optional.of(new Dead(0, true, List.of()));
        while (last.isPresent() && rescued.size() < limit) {
            long after = last.get().id();
            int room = limit - rescued.size();
            last = database.write(session -> rescueOne(session, after, lease, maxCrashes, room));
            last.ifPresent(dead -> rescued.addAll(dead.jobs()));
        }
        exchange.putBack();
        return rescued;
    }

    /** A worker that was found dead, and those of its jobs that nobody had locked. */
    private record Dead(long id, boolean known, List<Rescue> jobs) {}

    /** Rescues the jobs of the next dead worker. Empty if there is none. */
    private Optional<Dead> rescueOne(Session session, long after, Duration lease, int maxCrashes, int limit)
            throws SQLException {
        Optional<Dead> dead = database.timed(session, PostgresStatements.LOCK_DEAD)
                .set("after", after)
                .set("lease", PostgresDatabase.micros(lease))
                .first(row -> new Dead(
                        row.number("id"),
                        row.text("state").equals("lost") || row.text("state").equals("stopped"),
                        List.of()));
        if (dead.isEmpty()) {
            return dead;
        }
        long worker = dead.get().id();
        if (!dead.get().known()) {
            session.statement(PostgresStatements.LOSE_WORKER)
                    .set("worker", worker)
                    .update();
        }
        List<Rescue> jobs = database.timed(session, PostgresStatements.RESCUE)
                .set("worker", worker)
                .set("limit", limit)
                .set("lease", PostgresDatabase.micros(lease))
                .set("max_crashes", maxCrashes)
                .list(row -> new Rescue(
                        row.number("id"),
                        row.text("type"),
                        row.text("queue"),
                        worker,
                        row.integer("crashes"),
                        row.flag("failed")));
        session.statement(PostgresStatements.EMPTY_WORKER).set("worker", worker).update();
        PostgresFailureStore.addDied(database, session, worker, jobs);
        return Optional.of(new Dead(worker, true, jobs));
    }

    @Override
    public Change cancel(long jobId, String by, String reason) {
        return database.write(session -> cancel(session, jobId, by, reason));
    }

    Change cancel(Session session, long jobId, String by, String reason) throws SQLException {
        Optional<String> state = state(session, jobId);
        if (state.isEmpty()) {
            return finishedOrNone(session, jobId);
        }
        String why = reason.isEmpty() ? by : by + ": " + reason;
        if (state.get().equals("running")) {
            database.timed(session, PostgresStatements.REQUEST_CANCEL)
                    .set("id", jobId)
                    .set("reason", why)
                    .update();
            new Acts(database, session).job(jobId, OperatorAct.Verb.CANCEL, by, reason.isEmpty() ? null : reason);
            return Change.REQUESTED;
        }
        boolean done = database.timed(session, PostgresStatements.CANCEL)
                .set("id", jobId)
                .set("reason", why)
                .any();
        if (done) {
            new Acts(database, session).job(jobId, OperatorAct.Verb.CANCEL, by, reason.isEmpty() ? null : reason);
        }
        return done ? Change.DONE : Change.NOT_FOUND;
    }

    /** The state as it is stored, locked until the transaction ends. */
    private static Optional<String> state(Session session, long jobId) throws SQLException {
        return session.statement(PostgresStatements.LOCK_JOB).set("id", jobId).first(row -> row.text("state"));
    }

    private static Change finishedOrNone(Session session, long jobId) throws SQLException {
        boolean finished = session.statement(PostgresStatements.HAS_HISTORY)
                .set("id", jobId)
                .any();
        return finished ? Change.NOT_ALLOWED : Change.NOT_FOUND;
    }

    @Override
    public Change retry(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            boolean done = database.timed(session, PostgresStatements.RETRY)
                    .set("id", jobId)
                    .set("reason", "retried by " + by)
                    .any();
            return by(session, done, jobId, new OperatorAct(Instant.MIN, by, OperatorAct.Verb.RETRY, reason));
        });
    }

    @Override
    public Change runNow(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            int changed = database.timed(session, PostgresStatements.RUN_NOW)
                    .set("id", jobId)
                    .set("reason", "run now by " + by)
                    .update();
            return by(session, changed > 0, jobId, new OperatorAct(Instant.MIN, by, OperatorAct.Verb.RUN_NOW, reason));
        });
    }

    @Override
    public Change amend(long jobId, Amendment amendment, String by, @Nullable String reason) {
        List<String> tags = amendment.tags();
        Change done = database.write(session -> {
            int changed = database.timed(session, PostgresStatements.AMEND)
                    .set("id", jobId)
                    .set("due_at", amendment.dueAt())
                    .set("priority", amendment.priority())
                    .set("queue", amendment.queue())
                    .set("retag", tags != null)
                    .setTexts("tags", tags == null ? List.of() : tags)
                    .update();
            if (changed > 0 && amendment.queue() != null) {
                session.statement(PostgresStatements.NEW_QUEUE)
                        .set("queue", amendment.queue())
                        .update();
            }
            return by(session, changed > 0, jobId, new OperatorAct(Instant.MIN, by, OperatorAct.Verb.AMEND, reason));
        });
        exchange.putBack();
        return done;
    }

    @Override
    public Change delete(long jobId, String by, @Nullable String reason) {
        return database.write(session -> {
            boolean done = session.statement(PostgresStatements.DELETE)
                    .set("id", jobId)
                    .any();
            return by(session, done, jobId, new OperatorAct(Instant.MIN, by, OperatorAct.Verb.DELETE, reason));
        });
    }

    /**
     * Keeps who has done it.
     *
     * @param act at the store's present time, whatever it says
     */
    private Change by(Session session, boolean done, long jobId, OperatorAct act) throws SQLException {
        if (!done) {
            return whyNot(session, jobId);
        }
        new Acts(database, session).job(jobId, act.verb(), act.by(), act.reason());
        return Change.DONE;
    }

    private static Change whyNot(Session session, long jobId) throws SQLException {
        return state(session, jobId).isPresent() ? Change.NOT_ALLOWED : finishedOrNone(session, jobId);
    }

    @Override
    public long prune(Retention retention, int limit) {
        return pruner.prune(retention, limit);
    }
}
