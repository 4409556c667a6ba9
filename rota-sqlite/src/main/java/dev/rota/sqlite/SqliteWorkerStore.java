package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.WorkerRows;
import dev.rota.job.Attempt;
import dev.rota.store.OperatorAct;
import dev.rota.store.WorkerStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Workers, on SQLite. */
final class SqliteWorkerStore implements WorkerStore {
    private static final Duration SHOWN_AFTER_END = Duration.ofDays(1);
    private static final Duration STACK_KEPT = Duration.ofMinutes(1);
    private static final String KIND = "worker";
    private final Database database;

    SqliteWorkerStore(Database database) {
        this.database = database;
    }

    private static List<Integer> numbers(List<String> queues, Map<String, Integer> slots) {
        return queues.stream().map(queue -> slots.getOrDefault(queue, 0)).toList();
    }

    @Override
    public long register(Registration registration) {
        List<String> queues = List.copyOf(new TreeSet<>(registration.slots().keySet()));
        return database.write(session -> session.statement(SqliteStatements.REGISTER_WORKER)
                .set("name", registration.name())
                .set("host", registration.host())
                .set("pid", registration.pid())
                .set("version", registration.version())
                .setTexts("queues", queues)
                .setList("slots", "integer", numbers(queues, registration.slots()))
                .setTexts("types", new TreeSet<>(registration.types()))
                .set("now", database.now())
                .one(row -> row.number("id")));
    }

    @Override
    public Pulse heartbeat(
            long workerId, @Nullable Duration lease, @Nullable Duration clockOffset, @Nullable Usage usage) {
        return database.write(session -> session.statement(SqliteStatements.HEARTBEAT)
                .set("worker", workerId)
                .set("lease", lease)
                .set("offset", clockOffset)
                .set("cpu", usage == null ? null : usage.cpuPercent())
                .set("heap_used", usage == null ? null : (Long) usage.heapUsed())
                .set("heap_max", usage == null ? null : (Long) usage.heapMax())
                .set("jobs_per_minute", usage == null ? null : (Integer) usage.jobsPerMinute())
                .set("now", database.now())
                .first(WorkerRows::pulse)
                .orElse(Pulse.UNKNOWN));
    }

    @Override
    public Requests requests(long workerId) {
        return database.read(session -> WorkerRows.requests(
                session.statement(SqliteStatements.WORKER_REQUESTS).set("worker", workerId)));
    }

    @Override
    public OptionalLong askStack(long jobId) {
        return database.write(session -> {
            Instant now = database.now();
            session.statement(SqliteStatements.FORGET_OLD_STACKS)
                    .set("before", now.minus(STACK_KEPT))
                    .update();
            Optional<Long> asked = session.statement(SqliteStatements.ASK_STACK)
                    .set("job", jobId)
                    .set("now", now)
                    .first(row -> row.number("id"));
            return asked.map(OptionalLong::of).orElse(OptionalLong.empty());
        });
    }

    @Override
    public void answerStack(long workerId, long jobId, String frames) {
        database.write(session -> session.statement(SqliteStatements.ANSWER_STACK)
                .set("worker", workerId)
                .set("job", jobId)
                .set("frames", frames)
                .update());
    }

    @Override
    public Optional<String> stackAnswer(long question) {
        return database.read(session -> session.statement(SqliteStatements.STACK_ANSWER)
                .set("question", question)
                .first(row -> row.text("frames")));
    }

    @Override
    public void forgetStack(long question) {
        database.write(session -> session.statement(SqliteStatements.FORGET_STACK)
                .set("question", question)
                .update());
    }

    @Override
    public boolean drain(long workerId, boolean draining, String by, @Nullable String reason) {
        OperatorAct act = new OperatorAct(
                database.now(), by, draining ? OperatorAct.Verb.DRAIN : OperatorAct.Verb.UNDRAIN, reason);
        return database.write(session -> ask(session, workerId, draining, false, act));
    }

    @Override
    public boolean askStop(long workerId, String by, @Nullable String reason) {
        OperatorAct act = new OperatorAct(database.now(), by, OperatorAct.Verb.STOP, reason);
        return database.write(session -> ask(session, workerId, true, true, act));
    }

    private static boolean ask(Session session, long workerId, boolean draining, boolean stopping, OperatorAct act)
            throws SQLException {
        boolean known = session.statement(SqliteStatements.DRAIN_WORKER)
                        .set("worker", workerId)
                        .set("draining", draining)
                        .set("stopping", stopping)
                        .update()
                == 1;
        if (known) {
            Acts.add(session, KIND, String.valueOf(workerId), act);
        }
        return known;
    }

    @Override
    public boolean giveSlots(long workerId, Map<String, Integer> slots, String by, @Nullable String reason) {
        List<String> queues = List.copyOf(new TreeSet<>(slots.keySet()));
        return database.write(session -> {
            boolean known = session.statement(SqliteStatements.GIVE_SLOTS)
                            .set("worker", workerId)
                            .setTexts("queues", queues)
                            .setList("slots", "integer", numbers(queues, slots))
                            .update()
                    == 1;
            if (known) {
                OperatorAct act = new OperatorAct(database.now(), by, OperatorAct.Verb.SLOTS, reason);
                Acts.add(session, KIND, String.valueOf(workerId), act);
            }
            return known;
        });
    }

    @Override
    public List<Rescued> rescued(long workerId, int limit) {
        return database.read(session -> session.statement(SqliteStatements.RESCUED)
                .set("worker", workerId)
                .set("most", limit)
                .list(WorkerRows::rescued));
    }

    @Override
    public List<OperatorAct> acts(long workerId, int limit) {
        return database.read(session -> Acts.of(session, KIND, String.valueOf(workerId), limit));
    }

    @Override
    public void stop(long workerId) {
        database.write(session -> {
            Instant now = database.now();
            String reason = "its worker stopped";
            session.statement(SqliteStatements.INSERT_ATTEMPTS_OF_WORKER)
                    .set("worker", workerId)
                    .set("now", now)
                    .set("outcome", Attempt.Outcome.RELEASED)
                    .set("reason", reason)
                    .update();
            session.statement(SqliteStatements.RELEASE_ALL_OF_WORKER)
                    .set("worker", workerId)
                    .set("reason", reason)
                    .update();
            return session.statement(SqliteStatements.STOP_WORKER)
                    .set("worker", workerId)
                    .set("now", now)
                    .update();
        });
    }

    @Override
    public List<Worker> list() {
        return database.read(session -> session.statement(SqliteStatements.WORKERS)
                .set("since", database.now().minus(SHOWN_AFTER_END))
                .set("now", database.now())
                .set("silence", Worker.SILENCE)
                .list(WorkerRows::worker));
    }

    @Override
    public Set<String> typesElsewhere(long workerId, Duration lease) {
        return database.read(session -> {
            Set<String> types = new HashSet<>();
            session.statement(SqliteStatements.TYPES_ELSEWHERE)
                    .set("worker", workerId)
                    .set("now", database.now())
                    .set("lease", lease)
                    .list(row -> types.addAll(row.texts("types")));
            return types;
        });
    }
}
