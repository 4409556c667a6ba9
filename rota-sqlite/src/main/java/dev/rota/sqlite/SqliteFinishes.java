package dev.rota.sqlite;

import dev.rota.jdbc.FailureRows;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import dev.rota.schedule.Fire;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Ends attempts. Each write carries the lease; one that is no longer the job's changes nothing. */
final class SqliteFinishes {
    private final Session session;
    private final long workerId;
    private final Instant now;
    private final List<Finish> lost = new ArrayList<>();

    SqliteFinishes(Session session, long workerId, Instant now) {
        this.session = session;
        this.workerId = workerId;
        this.now = now;
    }

    /** Those whose lease was no longer the job's. */
    List<Finish> lost() {
        return lost;
    }

    void finish(List<Finish> finishes) throws SQLException {
        List<Finish> silent = new ArrayList<>(finishes.size());
        List<Finish> failed = new ArrayList<>();
        for (Finish finish : finishes) {
            if (finish.transition() instanceof Transition.Succeed succeed
                    && succeed.result() == null
                    && finish.progress() == null) {
                silent.add(finish);
            } else if (finish(finish)) {
                follow(finish);
                if (finish.transition().error() != null) {
                    failed.add(finish);
                }
            } else {
                lost.add(finish);
            }
        }
        if (!silent.isEmpty()) {
            succeed(silent);
        }
        if (!failed.isEmpty()) {
            SqliteFailureStore.add(session, workerId, FailureRows.occurrences(failed), now);
        }
    }

    private void succeed(List<Finish> finishes) throws SQLException {
        String leases = leases(finishes);
        int moved = moveSucceeded(leases);
        List<Finish> counted = finishes;
        if (moved != finishes.size()) {
            counted = split(finishes, leases);
            leases = leases(counted);
        }
        session.statement(SqliteStatements.DELETE_MOVED).set("finishes", leases).update();
        if (session.statement(SqliteStatements.ANY_PROGRESS).any()) {
            session.statement(SqliteStatements.DELETE_MOVED_PROGRESS)
                    .set("finishes", leases)
                    .update();
        }
        for (Finish finish : counted) {
            follow(finish);
        }
    }

    private int moveSucceeded(String leases) throws SQLException {
        return session.statement(SqliteStatements.MOVE_SUCCEEDED)
                .set("finishes", leases)
                .set("worker", workerId)
                .set("now", now)
                .update();
    }

    /** Sorts out those that are lost, and gives the others. */
    private List<Finish> split(List<Finish> finishes, String leases) throws SQLException {
        Set<Long> held = new TreeSet<>(session.statement(SqliteStatements.HELD)
                .set("finishes", leases)
                .set("worker", workerId)
                .list(row -> row.number("id")));
        List<Finish> counted = new ArrayList<>(held.size());
        for (Finish finish : finishes) {
            // A job that is named twice was finished by the first.
            (held.remove(finish.job().id()) ? counted : lost).add(finish);
        }
        return counted;
    }

    private static String leases(List<Finish> finishes) {
        StringBuilder out = new StringBuilder(16 * finishes.size()).append('{');
        for (Finish finish : finishes) {
            if (out.length() > 1) {
                out.append(',');
            }
            out.append('"')
                    .append(finish.job().id())
                    .append("\":")
                    .append(finish.job().lease());
        }
        return out.append('}').toString();
    }

    /** False if the lease is no longer the job's. */
    private boolean finish(Finish finish) throws SQLException {
        Transition transition = finish.transition();
        if (transition instanceof Transition.Succeed succeed) {
            return move(finish, succeed.result());
        }
        if (transition instanceof Transition.Cancel) {
            return move(finish, null);
        }
        boolean begun = !(transition instanceof Transition.Park)
                && !(transition instanceof Transition.Release release && !release.begun());
        if (begun && !insertAttempt(finish)) {
            return false;
        }
        boolean counted = change(finish) == 1;
        Progress progress = finish.progress();
        if (counted && progress != null) {
            progress(session.statement(SqliteStatements.SAVE_LAST_PROGRESS), progress)
                    .set("id", finish.job().id())
                    .update();
        }
        return counted;
    }

    private boolean move(Finish finish, @Nullable String result) throws SQLException {
        int moved = progress(claim(session.statement(SqliteStatements.MOVE_ENDED), finish), finish.progress())
                .set("state", finish.transition().to())
                .set("reason", finish.transition().reason())
                .set("result", result)
                .set("now", now)
                .update();
        if (moved == 0) {
            return false;
        }
        long id = finish.job().id();
        session.statement(SqliteStatements.DELETE_JOB).set("id", id).update();
        session.statement(SqliteStatements.DELETE_PROGRESS).set("id", id).update();
        return true;
    }

    private boolean insertAttempt(Finish finish) throws SQLException {
        JobError error = finish.transition().error();
        return claim(session.statement(SqliteStatements.INSERT_ATTEMPT), finish)
                        .set("now", now)
                        .set("outcome", finish.transition().outcome())
                        .set("error_type", error == null ? null : error.type())
                        .set("error_message", error == null ? null : error.message())
                        .set("error_stack", error == null ? null : error.stackTrace())
                        .set("fingerprint", error == null ? null : error.fingerprint())
                        .set("reason", finish.transition().reason())
                        .update()
                == 1;
    }

    private int change(Finish finish) throws SQLException {
        Transition transition = finish.transition();
        if (transition instanceof Transition.Retry retry) {
            return claim(session.statement(SqliteStatements.FINISH_RETRY), finish)
                    .set("due_at", now.plus(retry.delay()))
                    .set("reason", retry.reason())
                    .set("fingerprint", fingerprint(retry.error()))
                    .update();
        }
        if (transition instanceof Transition.Snooze snooze) {
            return claim(session.statement(SqliteStatements.FINISH_SNOOZE), finish)
                    .set("due_at", now.plus(snooze.delay()))
                    .set("reason", snooze.reason())
                    .update();
        }
        if (transition instanceof Transition.Fail fail) {
            return claim(session.statement(SqliteStatements.FINISH_FAIL), finish)
                    .set("now", now)
                    .set("reason", fail.reason())
                    .set("fingerprint", fingerprint(fail.error()))
                    .update();
        }
        if (transition instanceof Transition.Release release) {
            return claim(session.statement(SqliteStatements.FINISH_RELEASE), finish)
                    .set("begun", release.begun())
                    .set("reason", release.reason())
                    .update();
        }
        return claim(session.statement(SqliteStatements.FINISH_PARK), finish)
                .set("reason", transition.reason())
                .update();
    }

    private static @Nullable String fingerprint(JobError error) {
        return error.fingerprint().isEmpty() ? null : error.fingerprint();
    }

    private Statement claim(Statement statement, Finish finish) throws SQLException {
        return statement
                .set("id", finish.job().id())
                .set("lease", finish.job().lease())
                .set("worker", workerId);
    }

    static Statement progress(Statement statement, @Nullable Progress progress) throws SQLException {
        return statement
                .set("items_succeeded", progress == null ? (Long) null : Long.valueOf(progress.succeeded()))
                .set("items_failed", progress == null ? (Long) null : Long.valueOf(progress.failed()))
                .set("items_total", progress == null ? null : progress.total())
                .set("items_label", progress == null ? null : progress.label());
    }

    /** What follows from a finish that counted: its unique key, its fire. */
    private void follow(Finish finish) throws SQLException {
        Job job = finish.job();
        JobState to = finish.transition().to();
        if (!to.isFinished()) {
            return;
        }
        UniqueKey unique = job.request().unique();
        if (unique != null) {
            freeUnique(session, job.id(), job.type(), unique.key(), to);
        }
        boolean first = job.attempt() <= 1 && job.crashes() == 0;
        endFire(
                session,
                job.request().origin(),
                switch (to) {
                    case SUCCEEDED -> first ? Fire.Outcome.SUCCEEDED : Fire.Outcome.RETRIED;
                    case FAILED -> Fire.Outcome.FAILED;
                    default -> Fire.Outcome.CANCELLED;
                });
    }

    static void freeUnique(Session session, long id, String type, String key, JobState to) throws SQLException {
        session.statement(SqliteStatements.FREE_UNIQUE)
                .set("type", type)
                .set("key", key)
                .set("id", id)
                .set("state", Words.bit(to))
                .update();
    }

    static void endFire(Session session, NewJob.Origin origin, Fire.Outcome outcome) throws SQLException {
        if (origin.schedule() != null && origin.fireAt() != null) {
            session.statement(SqliteStatements.END_FIRE)
                    .set("schedule", origin.schedule())
                    .set("due_at", origin.fireAt())
                    .set("outcome", outcome)
                    .update();
        }
    }

    /**
     * Moves a job that does not run to the finished ones, as cancelled.
     *
     * @param row of {@code rota_job}
     */
    static void cancelWaiting(Session session, Job row, String reason, Instant now) throws SQLException {
        session.statement(SqliteStatements.MOVE_CANCELLED)
                .set("id", row.id())
                .set("now", now)
                .set("reason", reason)
                .update();
        session.statement(SqliteStatements.DELETE_JOB).set("id", row.id()).update();
        session.statement(SqliteStatements.DELETE_PROGRESS).set("id", row.id()).update();
        UniqueKey unique = row.request().unique();
        if (unique != null) {
            freeUnique(session, row.id(), row.type(), unique.key(), JobState.CANCELLED);
        }
        endFire(session, row.request().origin(), Fire.Outcome.CANCELLED);
    }
}
