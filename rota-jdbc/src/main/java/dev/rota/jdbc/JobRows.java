package dev.rota.jdbc;

import dev.rota.job.Attempt;
import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobError;
import dev.rota.job.JobState;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import dev.rota.job.NewJob;
import dev.rota.job.Progress;
import dev.rota.job.UniqueKey;
import dev.rota.store.Exchange.Unreadable;
import dev.rota.store.OperatorAct;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows about jobs. */
public final class JobRows {
    private JobRows() {}

    /**
     * Reads a job from the columns of {@code rota_job}, of {@code rota_history}, or of both. Columns of one that the
     * other lacks, and those of {@code rota_progress}, may be missing or null. Of a unique key only the key is known.
     *
     * <p>If it holds what no job can have, because somebody else has written it, the job has what can be read, and its
     * reason says what cannot: one such row must not hide all others.
     *
     * @param now a scheduled or retrying job that is claimable and due by then is queued
     */
    public static Job job(Row row, Instant now) throws SQLException {
        try {
            return whole(row, now);
        } catch (RuntimeException e) {
            return UnreadableRows.job(row, state(row, now), why(e));
        }
    }

    /** Reads a job that has been claimed, and puts it where it belongs. */
    public static boolean claimed(Row row, List<Job> claimed, List<Unreadable> unreadable) throws SQLException {
        try {
            return claimed.add(whole(row, Instant.MIN));
        } catch (RuntimeException e) {
            String why = why(e);
            return unreadable.add(new Unreadable(UnreadableRows.job(row, JobState.RUNNING, why), why));
        }
    }

    private static String why(RuntimeException e) {
        return "It cannot be read: " + (e.getMessage() == null ? e : e.getMessage());
    }

    private static JobState state(Row row, Instant now) throws SQLException {
        JobState state = row.word("state", JobState.class);
        boolean waits = state == JobState.SCHEDULED || state == JobState.RETRYING;
        return waits && row.flag("claimable") && !row.instant("due_at").isAfter(now) ? JobState.QUEUED : state;
    }

    static Job.Times times(Row row) throws SQLException {
        return new Job.Times(
                row.instant("enqueued_at"),
                row.instant("due_at"),
                row.instantOrNull("claimed_at"),
                row.instantOrNull("finished_at"),
                row.has("cancel_requested_at") ? row.instantOrNull("cancel_requested_at") : null);
    }

    private static Job whole(Row row, Instant now) throws SQLException {
        Job.Times times = times(row);
        String blockedBy = optional(row, "blocked_by");
        return new Job(
                row.number("id"),
                state(row, now),
                request(row, times.dueAt()),
                row.integer("attempt"),
                row.integer("crashes"),
                row.number("lease"),
                row.numberOrNull("worker_id"),
                times,
                blockedBy == null ? null : Words.parse(BlockedBy.class, blockedBy),
                row.textOrNull("reason"),
                progress(row),
                optional(row, "result"));
    }

    private static @Nullable String optional(Row row, String column) throws SQLException {
        return row.has(column) ? row.textOrNull(column) : null;
    }

    private static NewJob request(Row row, Instant dueAt) throws SQLException {
        String unique = row.textOrNull("unique_key");
        return new NewJob(
                row.text("type"),
                row.integer("version"),
                row.text("args"),
                row.text("queue"),
                row.integer("priority"),
                row.integer("max_attempts"),
                row.millisOrNull("timeout_ms"),
                NewJob.When.at(dueAt),
                row.texts("tags"),
                unique == null ? null : UniqueKey.of(unique),
                exclusion(row),
                origin(row));
    }

    static NewJob.Origin origin(Row row) throws SQLException {
        return new NewJob.Origin(
                row.textOrNull("schedule"),
                row.instantOrNull("fire_at"),
                row.textOrNull("enqueued_by"),
                row.textOrNull("trace"));
    }

    static @Nullable ExclusionKey exclusion(Row row) throws SQLException {
        String key = row.textOrNull("exclusion_key");
        return key == null ? null : new ExclusionKey(key, row.integer("exclusion_limit"));
    }

    private static @Nullable Progress progress(Row row) throws SQLException {
        Long succeeded = row.has("items_succeeded") ? row.numberOrNull("items_succeeded") : null;
        return succeeded == null
                ? null
                : new Progress(
                        succeeded,
                        row.number("items_failed"),
                        row.numberOrNull("items_total"),
                        row.textOrNull("items_label"));
    }

    /** Reads an attempt from the columns of {@code rota_attempt}. */
    public static Attempt attempt(Row row) throws SQLException {
        String error = row.textOrNull("error_type");
        String fingerprint = row.textOrNull("fingerprint");
        return new Attempt(
                row.number("job_id"),
                row.integer("number"),
                row.number("lease"),
                row.number("worker_id"),
                row.instant("started_at"),
                row.instantOrNull("ended_at"),
                row.word("outcome", Attempt.Outcome.class),
                error == null
                        ? null
                        : new JobError(
                                error,
                                row.textOrNull("error_message"),
                                row.textOrNull("error_stack"),
                                fingerprint == null ? "" : fingerprint),
                row.textOrNull("reason"));
    }

    /** Reads what was done by hand from the columns of {@code rota_act}. */
    public static OperatorAct act(Row row) throws SQLException {
        return new OperatorAct(
                row.instant("at"),
                row.text("by_whom"),
                row.word("verb", OperatorAct.Verb.class),
                row.textOrNull("reason"));
    }

    /** Reads a line of a log from the columns of {@code rota_log}. */
    public static LogLine logLine(Row row) throws SQLException {
        return new LogLine(
                row.number("seq"),
                row.number("lease"),
                row.instant("at"),
                row.word("level", LogLevel.class),
                row.text("line"));
    }
}
