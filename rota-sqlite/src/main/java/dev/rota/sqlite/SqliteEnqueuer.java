package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.BlockedBy;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Enqueued;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes jobs. */
final class SqliteEnqueuer {
    private static final String SAVEPOINT = "rota_enqueue";
    private final Set<String> knownQueues = ConcurrentHashMap.newKeySet();

    /** What a job to be made comes to: when it is due, and the state it begins in. */
    private record Beginning(Instant dueAt, JobState state, boolean claimable, boolean due) {
        static Beginning of(NewJob job, Instant now) {
            Instant dueAt = dueAt(job.when(), now);
            boolean future = dueAt.isAfter(now);
            boolean keyed = job.exclusion() != null;
            JobState state = future ? JobState.SCHEDULED : keyed ? JobState.BLOCKED : JobState.QUEUED;
            return new Beginning(dueAt, state, !keyed, !future && !keyed);
        }

        private static Instant dueAt(NewJob.When when, Instant now) {
            Instant at = when.at();
            Duration delay = when.delay();
            Instant exact = at != null ? at : now.plus(delay == null ? Duration.ZERO : delay);
            return exact.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Enqueues in a transaction of the store; afterwards call {@link #committed}. */
    List<Enqueued> enqueue(Session session, List<NewJob> jobs, Instant now) throws SQLException {
        ensureQueues(session, jobs);
        long first = session.statement(SqliteStatements.TAKE_IDS)
                .set("count", jobs.size())
                .one(row -> row.number("first"));
        for (NewJob job : jobs) {
            if (job.unique() != null) {
                return oneByOne(session, jobs, first, now);
            }
        }
        return together(session, jobs, first, now);
    }

    /** Enqueues in a transaction of somebody else, who may go on after a rejection. */
    List<Enqueued> enqueueJoined(Session session, List<NewJob> jobs, Instant now) throws SQLException {
        if (jobs.stream().noneMatch(SqliteEnqueuer::mayBeRejected)) {
            return enqueue(session, jobs, now);
        }
        session.run("savepoint " + SAVEPOINT);
        try {
            List<Enqueued> made = enqueue(session, jobs, now);
            session.run("release " + SAVEPOINT);
            return made;
        } catch (DuplicateJobException e) {
            session.run("rollback to " + SAVEPOINT);
            session.run("release " + SAVEPOINT);
            throw e;
        }
    }

    private static boolean mayBeRejected(NewJob job) {
        UniqueKey unique = job.unique();
        return unique != null && unique.onConflict() == OnConflict.REJECT;
    }

    /** The queues of these jobs are known from now on. */
    void committed(List<NewJob> jobs) {
        for (NewJob job : jobs) {
            knownQueues.add(job.queue());
        }
    }

    private void ensureQueues(Session session, List<NewJob> jobs) throws SQLException {
        Set<String> unknown = new TreeSet<>();
        for (NewJob job : jobs) {
            if (!knownQueues.contains(job.queue())) {
                unknown.add(job.queue());
            }
        }
        for (String queue : unknown) {
            session.statement(SqliteStatements.ENSURE_QUEUE).set("queue", queue).update();
        }
    }

    private static List<Enqueued> together(Session session, List<NewJob> jobs, long first, Instant now)
            throws SQLException {
        List<Enqueued> made = new ArrayList<>(jobs.size());
        PlainJobs alike = new PlainJobs(session, now);
        Statement other = session.statement(SqliteStatements.INSERT_JOB);
        int others = 0;
        long id = first;
        for (NewJob job : jobs) {
            if (PlainJobs.isPlain(job)) {
                alike.add(id, job);
                made.add(new Enqueued(id, true, true, false));
            } else {
                Beginning beginning = Beginning.of(job, now);
                bind(other, id, job, beginning, now).add();
                made.add(new Enqueued(id, true, beginning.due, false));
                others++;
            }
            id++;
        }
        alike.insert();
        if (others > 0) {
            other.runBatch();
        }
        return made;
    }

    private static List<Enqueued> oneByOne(Session session, List<NewJob> jobs, long first, Instant now)
            throws SQLException {
        List<Enqueued> made = new ArrayList<>(jobs.size());
        long id = first;
        for (NewJob job : jobs) {
            UniqueKey unique = job.unique();
            Enqueued existing = unique == null ? null : existing(session, job, unique, id, now);
            if (existing != null) {
                made.add(existing);
            } else {
                Beginning beginning = Beginning.of(job, now);
                bind(session.statement(SqliteStatements.INSERT_JOB), id, job, beginning, now)
                        .update();
                made.add(new Enqueued(id, true, beginning.due, false));
            }
            id++;
        }
        return made;
    }

    /** Takes the key for a new job; if it is held, does what the new job wants with the one that holds it. */
    private static @Nullable Enqueued existing(Session session, NewJob job, UniqueKey unique, long id, Instant now)
            throws SQLException {
        Duration period = unique.period();
        boolean taken = session.statement(SqliteStatements.TAKE_UNIQUE)
                .set("type", job.type())
                .set("key", unique.key())
                .set("id", id)
                .set("states", Words.bits(unique.states()))
                .set("expires_at", period == null ? (Instant) null : now.plus(period))
                .set("now", now)
                .any();
        if (taken) {
            return null;
        }
        Enqueued holder = session.statement(SqliteStatements.UNIQUE_HOLDER)
                .set("type", job.type())
                .set("key", unique.key())
                .set("now", now)
                .one(row -> new Enqueued(row.number("job_id"), false, row.flag("due"), false));
        switch (unique.onConflict()) {
            case KEEP -> {}
            case REPLACE_ARGS ->
                session.statement(SqliteStatements.REPLACE_ARGS)
                        .set("args", job.args())
                        .set("version", job.version())
                        .set("id", holder.id())
                        .update();
            case REJECT -> throw new DuplicateJobException(job.type(), unique.key(), holder.id());
        }
        return holder;
    }

    private static Statement bind(Statement insert, long id, NewJob job, Beginning beginning, Instant now)
            throws SQLException {
        ExclusionKey exclusion = job.exclusion();
        UniqueKey unique = job.unique();
        return insert.set("id", id)
                .set("type", job.type())
                .set("version", job.version())
                .set("args", job.args())
                .set("queue", job.queue())
                .set("priority", job.priority())
                .set("state", beginning.state)
                .set("claimable", beginning.claimable)
                .set("due_at", beginning.dueAt)
                .set("max_attempts", job.maxAttempts())
                .set("timeout_ms", job.timeout())
                .set("now", now)
                .set("blocked_by", beginning.state == JobState.BLOCKED ? BlockedBy.EXCLUSION : null)
                .setTexts("tags", job.tags())
                .set("unique_key", unique == null ? null : unique.key())
                .set("exclusion_key", exclusion == null ? null : exclusion.key())
                .set("exclusion_limit", exclusion == null ? (Integer) null : Integer.valueOf(exclusion.limit()))
                .set("schedule", job.origin().schedule())
                .set("fire_at", job.origin().fireAt())
                .set("enqueued_by", job.origin().by())
                .set("trace", job.origin().trace());
    }
}
