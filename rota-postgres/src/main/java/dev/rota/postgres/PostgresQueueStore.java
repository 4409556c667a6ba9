package dev.rota.postgres;

import dev.rota.jdbc.Transactions;
import dev.rota.jdbc.WorkerRows;
import dev.rota.store.OperatorAct;
import dev.rota.store.QueueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queues, on PostgreSQL. */
final class PostgresQueueStore implements QueueStore {
    private static final String KIND = "queue";
    /** Over all queues together: more than all workers have slots. */
    private static final int MOST_RUNNING = 100_000;

    private final PostgresDatabase database;
    private final Transactions heart;
    private final PostgresEnqueuer enqueuer;

    PostgresQueueStore(PostgresDatabase database, PostgresEnqueuer enqueuer, PostgresKeptConnection heart) {
        this.database = database;
        this.heart = database.on(heart);
        this.enqueuer = enqueuer;
    }

    @Override
    public List<Queue> list() {
        List<Queue> queues = heart.once(
                session -> session.statement(PostgresStatements.LIST_QUEUES).list(WorkerRows::queue));
        enqueuer.know(queues.stream().map(Queue::name).toList());
        return queues;
    }

    @Override
    public void limit(String queue, Limits limits) {
        database.plain(session -> session.statement(PostgresStatements.LIMIT_QUEUE)
                .set("name", queue)
                .set("concurrency", limits.concurrency())
                .set("rate", limits.rate())
                .set("period_ms", limits.period())
                .update());
    }

    @Override
    public void pause(String queue, String by, @Nullable String reason, @Nullable Instant until) {
        database.write(session -> {
            new Acts(database, session).add(KIND, queue, OperatorAct.Verb.PAUSE, by, reason);
            return session.statement(PostgresStatements.PAUSE_QUEUE)
                    .set("name", queue)
                    .set("by", by)
                    .set("reason", reason)
                    .set("until", until)
                    .update();
        });
    }

    @Override
    public boolean resume(String queue, String by, @Nullable String reason) {
        return database.write(session -> {
            boolean resumed = session.statement(PostgresStatements.RESUME_QUEUE)
                            .set("name", queue)
                            .update()
                    > 0;
            if (resumed) {
                new Acts(database, session).add(KIND, queue, OperatorAct.Verb.RESUME, by, reason);
            }
            return resumed;
        });
    }

    @Override
    public List<OperatorAct> acts(String queue, int limit) {
        return database.once(session -> Acts.of(session, KIND, queue, limit));
    }

    @Override
    public List<Load> loads(int cap) {
        return database.write(session -> {
            Map<String, Duration> waits = new HashMap<>();
            database.timed(session, PostgresStatements.LONGEST_WAITS)
                    .list(row -> waits.put(row.text("queue"), Duration.ofMillis(row.number("wait_ms"))) == null);
            return WorkerRows.loads(
                    session.statement(PostgresStatements.LIST_QUEUES).list(row -> row.text("name")),
                    WorkerRows.jobs(database.timed(session, PostgresStatements.WAITING_BY_QUEUE)
                            .set("cap", cap)),
                    WorkerRows.jobs(session.statement(PostgresStatements.RUNNING_BY_QUEUE)
                            .set("all", MOST_RUNNING)),
                    WorkerRows.jobs(session.statement(PostgresStatements.BLOCKED_BY_QUEUE)
                            .set("cap", cap)),
                    waits,
                    cap);
        });
    }

    @Override
    public List<TypeLoad> waitingTypes(String queue, int cap) {
        return database.once(session -> database.timed(session, PostgresStatements.WAITING_TYPES)
                .set("queue", queue)
                .set("cap", cap)
                .list(row -> new TypeLoad(row.text("type"), row.number("jobs"))));
    }
}
