package dev.rota.sqlite;

import dev.rota.jdbc.WorkerRows;
import dev.rota.store.Act;
import dev.rota.store.QueueStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues, on SQLite. */
final class SqliteQueueStore implements QueueStore {
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
        database.write(session -> session.statement(SqliteStatements.PAUSE_QUEUE)
                .set("queue", queue)
                .set("by", by)
                .set("reason", reason)
                .set("until", until)
                .update());
    }

    @Override
    public boolean resume(String queue, String by, @Nullable String reason) {
        return database.write(session -> session.statement(SqliteStatements.RESUME_QUEUE)
                        .set("queue", queue)
                        .update()
                == 1);
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
