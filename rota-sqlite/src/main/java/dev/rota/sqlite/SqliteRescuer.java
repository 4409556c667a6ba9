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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Takes the jobs of workers that are silent. */
final class SqliteRescuer {
    private final Database database;

    SqliteRescuer(Database database) {
        this.database = database;
    }

    /** Takes all jobs of a worker or none, so that the last worker may bring more than {@code limit}. */
    List<Rescue> rescue(Duration lease, int maxCrashes, int limit) {
        levelHeartbeats(lease);
        List<Long> workers = database.read(session -> session.statement(SqliteStatements.SILENT_WORKERS)
                .set("now", database.now())
                .set("lease", lease)
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
                                .set("now", now)
                                .set("lease", lease)
                                .update()
                        == 1;
                return silent ? takeAll(session, worker, new Rules(lease, maxCrashes), now) : List.of();
            }));
        }
        return rescued;
    }

    private void levelHeartbeats(Duration lease) {
        Instant ahead = database.now().plus(lease);
        long workers = database.read(session -> session.statement(SqliteStatements.HEARTBEATS_AHEAD)
                .set("after", ahead)
                .one(row -> row.number("workers")));
        if (workers > 0) {
            database.write(session -> session.statement(SqliteStatements.LEVEL_HEARTBEATS)
                    .set("after", ahead)
                    .set("now", database.now())
                    .update());
        }
    }

    private record Rules(Duration lease, int maxCrashes) {}

    private static List<Rescue> takeAll(Session session, long worker, Rules rules, Instant now) throws SQLException {
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
                .set("max_crashes", rules.maxCrashes())
                .update();
        session.statement(SqliteStatements.RESCUE_QUEUED).set("worker", worker).update();
        putOff(session, held, rules, now);
        List<Rescue> rescued = new ArrayList<>(held.size());
        for (Job job : held) {
            int crashes = job.crashes() + 1;
            boolean cancelled = job.times().cancelRequestedAt() != null;
            boolean failed = !cancelled && crashes > rules.maxCrashes();
            if (cancelled) {
                String reason = job.reason();
                SqliteFinishes.cancelWaiting(session, job, reason == null ? "cancelled" : reason, now);
            } else if (failed) {
                fail(session, job);
            }
            rescued.add(new Rescue(job.id(), job.type(), job.queue(), worker, crashes, failed));
        }
        SqliteFailureStore.addDied(session, worker, rescued, now);
        return rescued;
    }

    /**
     * What has crashed before is put off, one job half a lease after the other, the last one ten leases at the most: if one
     * of them kills its workers, it shall not meet the others again. The latest come first, because what kills a worker
     * often does so at once.
     */
    private static void putOff(Session session, List<Job> held, Rules rules, Instant now) throws SQLException {
        List<Job> suspects = held.stream()
                .filter(job -> job.crashes() > 0
                        && job.crashes() < rules.maxCrashes()
                        && job.times().cancelRequestedAt() == null)
                .sorted(Comparator.comparing(SqliteRescuer::claimedAt)
                        .reversed()
                        .thenComparing(Job::id))
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        Duration half = rules.lease().dividedBy(2);
        Duration gap =
                suspects.size() <= 20 ? half : rules.lease().multipliedBy(10).dividedBy(suspects.size());
        for (int i = 0; i < suspects.size(); i++) {
            session.statement(SqliteStatements.PUT_OFF)
                    .set("id", suspects.get(i).id())
                    .set("due_at", now.plus(gap.multipliedBy(i)))
                    .update();
        }
    }

    private static Instant claimedAt(Job job) {
        return Objects.requireNonNull(job.times().claimedAt(), "a running job has been claimed");
    }

    private static void fail(Session session, Job job) throws SQLException {
        UniqueKey unique = job.request().unique();
        if (unique != null) {
            SqliteFinishes.freeUnique(session, job.id(), job.type(), unique.key(), JobState.FAILED);
        }
        SqliteFinishes.endFire(session, job.request().origin(), Fire.Outcome.FAILED);
    }
}
