package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.WorkerRows;
import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.store.QueueStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words what a job waits for. */
final class Waiting {
    private static final int HOLDERS = 5;
    private static final int AHEAD = 10_000;
    private final Session session;
    private final Instant now;

    Waiting(Session session, Instant now) {
        this.session = session;
        this.now = now;
    }

    Optional<String> why(Job job) throws SQLException {
        return switch (job.state()) {
            case SCHEDULED -> Optional.of("It is not due until " + job.times().dueAt() + ".");
            case RETRYING ->
                Optional.of("Its next attempt is not due until " + job.times().dueAt() + ".");
            case BLOCKED -> Optional.of(blocked(job));
            case QUEUED -> Optional.of(queued(job));
            default -> Optional.empty();
        };
    }

    private String blocked(Job job) throws SQLException {
        if (job.blockedBy() == BlockedBy.HANDLER) {
            return "No worker has a handler for its type, " + job.type() + ".";
        }
        ExclusionKey exclusion = job.request().exclusion();
        if (exclusion == null) {
            return "It is blocked.";
        }
        List<Long> holders = session.statement(SqliteStatements.HOLDERS)
                .set("key", exclusion.key())
                .set("most", HOLDERS)
                .list(row -> row.number("id"));
        String held = holders.isEmpty()
                ? "which is free: it will be let go in a moment"
                : "which is held by "
                        + (holders.size() == 1 ? "job " : "jobs ")
                        + holders.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "It is blocked by its exclusion key \"" + exclusion.key() + "\", " + held + ".";
    }

    private String queued(Job job) throws SQLException {
        Optional<QueueStore.Queue> found = session.statement(SqliteStatements.QUEUE)
                .set("queue", job.queue())
                .first(WorkerRows::queue);
        if (found.isPresent() && found.get().isPaused(now)) {
            return paused(found.get());
        }
        long ahead = ahead(job);
        String place = ahead == 0
                ? "It is the next in its queue, " + job.queue()
                : (ahead == AHEAD ? AHEAD + " jobs or more are" : ahead == 1 ? "1 job is" : ahead + " jobs are")
                        + " ahead of it in its queue, " + job.queue();
        Integer limit = found.map(queue -> queue.limits().concurrency()).orElse(null);
        if (limit != null) {
            int running = session.statement(SqliteStatements.COUNT_RUNNING_IN_QUEUE)
                    .set("queue", job.queue())
                    .one(row -> row.integer("running"));
            if (running >= limit) {
                return "Its queue, " + job.queue() + ", has reached its concurrency limit: " + running + " of " + limit
                        + " jobs run. " + place + ".";
            }
        }
        return place + ".";
    }

    private static String paused(QueueStore.Queue queue) {
        return "Its queue, " + queue.name() + ", was paused by " + queue.pausedBy()
                + (queue.pauseReason() == null ? "" : ": " + queue.pauseReason())
                + (queue.pausedUntil() == null ? "." : ", until " + queue.pausedUntil() + ".");
    }

    private long ahead(Job job) throws SQLException {
        return session.statement(SqliteStatements.COUNT_AHEAD)
                .set("queue", job.queue())
                .set("priority", job.request().priority())
                .set("due_at", job.times().dueAt())
                .set("id", job.id())
                .set("now", now)
                .set("cap", AHEAD)
                .one(row -> row.number("ahead"));
    }
}
