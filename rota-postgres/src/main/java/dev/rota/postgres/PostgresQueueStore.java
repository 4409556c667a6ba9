package dev.rota.postgres;

import dev.rota.jdbc.Transactions;
import dev.rota.jdbc.WorkerRows;
import dev.rota.store.Act;
import dev.rota.store.QueueStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues, on PostgreSQL. */
final class PostgresQueueStore implements QueueStore {
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
        database.plain(session -> session.statement(PostgresStatements.PAUSE_QUEUE)
                .set("name", queue)
                .set("by", by)
                .set("reason", reason)
                .set("until", until)
                .update());
    }

    @Override
    public boolean resume(String queue, String by, @Nullable String reason) {
        return database.plain(session -> session.statement(PostgresStatements.RESUME_QUEUE)
                        .set("name", queue)
                        .update()
                > 0);
    }

    @Override
    public List<Act> acts(String queue, int limit) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<Load> loads(int cap) {
        throw new UnsupportedOperationException("not yet");
    }
}
