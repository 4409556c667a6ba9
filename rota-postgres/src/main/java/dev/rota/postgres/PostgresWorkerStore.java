package dev.rota.postgres;

import dev.rota.jdbc.Transactions;
import dev.rota.jdbc.WorkerRows;
import dev.rota.store.OperatorAct;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workers, on PostgreSQL. */
final class PostgresWorkerStore implements WorkerStore {
    private static final String KIND = "worker";
    private final PostgresDatabase database;
    private final PostgresKeptConnection kept;
    private final Transactions heart;

    /** Makes the store; heartbeats go over a connection of their own. */
    PostgresWorkerStore(PostgresDatabase database, PostgresKeptConnection heart) {
        this.database = database;
        this.kept = heart;
        this.heart = database.on(heart);
    }

    @Override
    public long register(Registration registration) {
        List<String> queues = List.copyOf(registration.slots().keySet());
        return database.plain(session -> database.timed(session, PostgresStatements.REGISTER_WORKER)
                .set("name", registration.name())
                .set("host", registration.host())
                .set("pid", registration.pid())
                .set("version", registration.version())
                .setTexts("queues", queues)
                .setList("slots", "integer", numbers(queues, registration.slots()))
                .setTexts("types", registration.types())
                .one(row -> row.number("id")));
    }

    @Override
    public Pulse heartbeat(
            long workerId, @Nullable Duration lease, @Nullable Duration clockOffset, @Nullable Usage usage) {
        if (lease != null) {
            kept.serve(lease);
        }
        List<Queue> queues = new ArrayList<>();
        List<Pulse> pulses = new ArrayList<>();
        List<Sight> sights = new ArrayList<>();
        heart.once(session -> database.timed(session, PostgresStatements.HEARTBEAT)
                .set("worker", workerId)
                .set("lock_timeout", String.valueOf(kept.lockTimeoutMs()))
                .set("lease", PostgresDatabase.micros(lease))
                .set("offset", clockOffset)
                .set("cpu", usage == null ? null : usage.cpuPercent())
                .set("heap_used", usage == null ? null : (Long) usage.heapUsed())
                .set("heap_max", usage == null ? null : (Long) usage.heapMax())
                .set("jobs_per_minute", usage == null ? null : (Integer) usage.jobsPerMinute())
                .list(row -> {
                    // What is not of a queue is the same in all rows.
                    if (pulses.isEmpty()) {
                        pulses.add(WorkerRows.pulse(row));
                        sights.add(new Sight(row.instant("now"), List.of(), row.flag("may_rescue")));
                    }
                    return row.textOrNull("name") != null && queues.add(WorkerRows.queue(row));
                }));
        return pulses.isEmpty()
                ? Pulse.UNKNOWN
                : pulses.get(0).with(sights.get(0).with(queues));
    }

    @Override
    public Requests requests(long workerId) {
        return database.once(session -> WorkerRows.requests(
                session.statement(PostgresStatements.WORKER_REQUESTS).set("worker", workerId)));
    }

    @Override
    public OptionalLong askStack(long jobId) {
        return database.write(session -> {
            database.timed(session, PostgresStatements.FORGET_OLD_STACKS).update();
            Optional<Long> asked = database.timed(session, PostgresStatements.ASK_STACK)
                    .set("job", jobId)
                    .first(row -> row.number("id"));
            return asked.map(OptionalLong::of).orElse(OptionalLong.empty());
        });
    }

    @Override
    public void answerStack(long workerId, long jobId, String frames) {
        database.once(session -> session.statement(PostgresStatements.ANSWER_STACK)
                .set("worker", workerId)
                .set("job", jobId)
                .set("frames", frames)
                .update());
    }

    @Override
    public Optional<String> stackAnswer(long question) {
        return database.once(session -> session.statement(PostgresStatements.STACK_ANSWER)
                .set("question", question)
                .first(row -> row.text("frames")));
    }

    @Override
    public void forgetStack(long question) {
        database.once(session -> session.statement(PostgresStatements.FORGET_STACK)
                .set("question", question)
                .update());
    }

    @Override
    public boolean drain(long workerId, boolean draining, String by, @Nullable String reason) {
        return ask(
                workerId,
                draining ? "draining" : "active",
                draining ? OperatorAct.Verb.DRAIN : OperatorAct.Verb.UNDRAIN,
                by,
                reason);
    }

    @Override
    public boolean askStop(long workerId, String by, @Nullable String reason) {
        return ask(workerId, "draining", OperatorAct.Verb.STOP, by, reason);
    }

    private boolean ask(long workerId, String state, OperatorAct.Verb verb, String by, @Nullable String reason) {
        return database.write(session -> {
            boolean known = session.statement(PostgresStatements.DRAIN_WORKER)
                            .set("worker", workerId)
                            .set("state", state)
                            .set("stopping", verb == OperatorAct.Verb.STOP)
                            .update()
                    > 0;
            if (known) {
                new Acts(database, session).add(KIND, String.valueOf(workerId), verb, by, reason);
            }
            return known;
        });
    }

    private static List<Integer> numbers(List<String> queues, Map<String, Integer> slots) {
        return queues.stream().map(queue -> slots.getOrDefault(queue, 0)).toList();
    }

    @Override
    public boolean giveSlots(long workerId, Map<String, Integer> slots, String by, @Nullable String reason) {
        List<String> queues = List.copyOf(slots.keySet());
        return database.write(session -> {
            boolean known = session.statement(PostgresStatements.GIVE_SLOTS)
                            .set("worker", workerId)
                            .setTexts("queues", queues)
                            .setList("slots", "integer", numbers(queues, slots))
                            .update()
                    > 0;
            if (known) {
                new Acts(database, session).add(KIND, String.valueOf(workerId), OperatorAct.Verb.SLOTS, by, reason);
            }
            return known;
        });
    }

    @Override
    public List<Rescued> rescued(long workerId, int limit) {
        return database.once(session -> session.statement(PostgresStatements.RESCUED)
                .set("worker", workerId)
                .set("limit", limit)
                .list(WorkerRows::rescued));
    }

    @Override
    public List<OperatorAct> acts(long workerId, int limit) {
        return database.once(session -> Acts.of(session, KIND, String.valueOf(workerId), limit));
    }

    @Override
    public void stop(long workerId) {
        database.write(session -> {
            session.statement(PostgresStatements.LOCK_WORKER)
                    .set("worker", workerId)
                    .any();
            return database.timed(session, PostgresStatements.STOP_WORKER)
                    .set("worker", workerId)
                    .update();
        });
    }

    @Override
    public List<Worker> list() {
        return database.once(session -> database.timed(session, PostgresStatements.LIST_WORKERS)
                .set("silence", Worker.SILENCE)
                .list(WorkerRows::worker));
    }

    @Override
    public Set<String> typesElsewhere(long workerId, Duration lease) {
        return Set.copyOf(database.plain(session -> database.timed(session, PostgresStatements.TYPES_ELSEWHERE)
                .set("worker", workerId)
                .set("lease", PostgresDatabase.micros(lease))
                .list(row -> row.text("type"))));
    }
}
