package dev.rota.sqlite;

import dev.rota.jdbc.JobRows;
import dev.rota.jdbc.Session;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.UniqueKey;
import dev.rota.schedule.Fire;
import dev.rota.store.JobStore.Rescue;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes the jobs of workers that are silent. */
final class Rescuing {
    private final Database database;

    Rescuing(Database database) {
        this.database = database;
    }

    /** Takes all jobs of a worker or none, so that the last worker may bring more than {@code limit}. */
    List<Rescue> rescue(Duration lease, int maxCrashes, int limit) {
        Instant silentSince = database.now().minus(lease);
        List<Long> workers = database.read(session -> session.statement(SqliteStatements.SILENT_WORKERS)
                .set("before", silentSince)
                .list(row -> row.number("id")));
        List<Rescue> rescued = new ArrayList<>();
        for (long worker : workers) {
            if (rescued.size() >= limit) {
                break;
            }
            rescued.addAll(database.write(session -> {
                Instant now = database.now();
                boolean silent = session.statement(SqliteStatements.GIVE_UP_WORKER)
                                .set("worker", worker)
                                .set("before", now.minus(lease))
                                .update()
                        == 1;
                return silent ? takeAll(session, worker, maxCrashes, now) : List.of();
            }));
        }
        return rescued;
    }

    private static List<Rescue> takeAll(Session session, long worker, int maxCrashes, Instant now) throws SQLException {
        List<Job> held = session.statement(SqliteStatements.HELD_BY_WORKER)
                .set("worker", worker)
                .list(row -> JobRows.job(row, now));
        session.statement(SqliteStatements.INSERT_ATTEMPTS_OF_WORKER)
                .set("worker", worker)
                .set("now", now)
                .set("outcome", Attempt.Outcome.CRASHED)
                .set("reason", "its worker died")
                .update();
        session.statement(SqliteStatements.RESCUE_FAILED)
                .set("worker", worker)
                .set("now", now)
                .set("max_crashes", maxCrashes)
                .update();
        session.statement(SqliteStatements.RESCUE_QUEUED).set("worker", worker).update();
        List<Rescue> rescued = new ArrayList<>(held.size());
        for (Job job : held) {
            int crashes = job.crashes() + 1;
            boolean cancelled = job.times().cancelRequestedAt() != null;
            boolean failed = !cancelled && crashes > maxCrashes;
            if (cancelled) {
                String reason = job.reason();
                Finishing.cancelWaiting(session, job, reason == null ? "cancelled" : reason, now);
            } else if (failed) {
                fail(session, job);
            }
            rescued.add(new Rescue(job.id(), job.type(), job.queue(), worker, crashes, failed));
        }
        SqliteFailureStore.addDied(session, worker, rescued, now);
        return rescued;
    }

    private static void fail(Session session, Job job) throws SQLException {
        UniqueKey unique = job.request().unique();
        if (unique != null) {
            Finishing.freeUnique(session, job.id(), job.type(), unique.key(), JobState.FAILED);
        }
        Finishing.endFire(session, job.request().origin(), Fire.Outcome.FAILED);
    }
}
