package dev.rota.sqlite;

import dev.rota.jdbc.WorkerRows;
import dev.rota.store.OperatorAct;
import dev.rota.store.QueueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queues, on SQLite. */
final class SqliteQueueStore implements QueueStore {
    private static final String KIND = "queue";
    /** Over all queues together: more than all workers have slots. */
    private static final int MOST_RUNNING = 100_000;

    private final Database database;

    SqliteQueueStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Queue> list() {
        return database.read(
                session -> session.statement(SqliteStatements.QUEUES).list(WorkerRows::queue));
    }

    @Override
    public void limit(String queue, Limits limits) {
        database.write(session -> session.statement(SqliteStatements.LIMIT_QUEUE)
                .set("queue", queue)
                .set("concurrency", limits.concurrency())
                .set("rate", limits.rate())
                .set("period_ms", limits.period())
                .update());
    }

    @Override
    public void pause(String queue, String by, @Nullable String reason, @Nullable Instant until) {
        database.write(session -> {
            Acts.add(session, KIND, queue, new OperatorAct(database.now(), by, OperatorAct.Verb.PAUSE, reason));
            return session.statement(SqliteStatements.PAUSE_QUEUE)
                    .set("queue", queue)
                    .set("by", by)
                    .set("reason", reason)
                    .set("until", until)
                    .update();
        });
    }

    @Override
    public boolean resume(String queue, String by, @Nullable String reason) {
        return database.write(session -> {
            boolean resumed = session.statement(SqliteStatements.RESUME_QUEUE)
                            .set("queue", queue)
                            .update()
                    == 1;
            if (resumed) {
                Acts.add(session, KIND, queue, new OperatorAct(database.now(), by, OperatorAct.Verb.RESUME, reason));
            }
            return resumed;
        });
    }

    @Override
    public List<OperatorAct> acts(String queue, int limit) {
        return database.read(session -> Acts.of(session, KIND, queue, limit));
    }

    @Override
    public List<Load> loads(int cap) {
        return database.read(session -> {
            Instant now = database.now();
            Map<String, Duration> waits = new HashMap<>();
            session.statement(SqliteStatements.LONGEST_WAITS)
                    .set("now", now)
                    .list(row -> waits.put(row.text("queue"), Duration.between(row.instant("due_at"), now)) == null);
            return WorkerRows.loads(
                    session.statement(SqliteStatements.QUEUES).list(row -> row.text("name")),
                    WorkerRows.jobs(session.statement(SqliteStatements.WAITING_BY_QUEUE)
                            .set("now", now)
                            .set("cap", cap)),
                    WorkerRows.jobs(
                            session.statement(SqliteStatements.RUNNING_BY_QUEUE).set("all", MOST_RUNNING)),
                    WorkerRows.jobs(
                            session.statement(SqliteStatements.BLOCKED_BY_QUEUE).set("cap", cap)),
                    waits,
                    cap);
        });
    }

    @Override
    public List<TypeLoad> waitingTypes(String queue, int cap) {
        return database.read(session -> session.statement(SqliteStatements.WAITING_TYPES)
                .set("queue", queue)
                .set("now", database.now())
                .set("cap", cap)
                .list(row -> new TypeLoad(row.text("type"), row.number("jobs"))));
    }
}
