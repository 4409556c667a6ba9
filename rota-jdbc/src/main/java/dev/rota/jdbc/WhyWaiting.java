package dev.rota.jdbc;

import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.store.QueueStore;
import dev.rota.store.Waiting;
import dev.rota.store.Waiting.Cause;
import dev.rota.store.WorkerStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out what a job waits for. The same for all stores, which bring the facts. */
public final class WhyWaiting {
    /** A worker that has not been heard of for so long serves nobody, whether it has been given up or not. */
    public static final Duration SILENT = Duration.ofMinutes(1);
    /** How long back the rate is looked at by which an estimate is made. */
    public static final Duration LATELY = Duration.ofMinutes(10);

    public static final int MOST_HOLDERS = 10;

    private final Facts facts;
    private final Instant now;

    public WhyWaiting(Facts facts, Instant now) {
        this.facts = facts;
        this.now = now;
    }

    /** What has to be known, read when it is needed. */
    public interface Facts {
        /** The jobs that hold an exclusion key, the oldest first, at most {@link #MOST_HOLDERS}. */
        List<Long> holders(String key) throws SQLException;

        /** The queue with its bucket; empty if nobody has said anything of it. */
        Optional<Bucket> queue(String name) throws SQLException;

        /** How many jobs of a queue run. */
        long running(String queue) throws SQLException;

        /** How many jobs come before this one in its queue, up to {@link Waiting#MOST_AHEAD}. */
        long ahead(Job job) throws SQLException;

        /** Workers that claim and have been heard of since. */
        List<WorkerStore.Registration> workers(Instant since) throws SQLException;

        /** How many attempts of a queue have ended since, as far as is written. */
        long ended(String queue, Instant since) throws SQLException;
    }

    /** A queue, and what is left of its rate. */
    public record Bucket(
            QueueStore.Queue queue,
            @Nullable Double tokens,
            @Nullable Instant tokensAt) {
        /** Reads it from the columns of {@code rota_queue}. */
        public static Bucket read(Row row) throws SQLException {
            return new Bucket(WorkerRows.queue(row), row.decimalOrNull("tokens"), row.instantOrNull("tokens_at"));
        }

        /** When there is a token again; null if there is one, or no rate. */
        @Nullable
        Instant emptyUntil(Instant now) {
            Integer rate = queue.limits().rate();
            Duration period = queue.limits().period();
            if (rate == null || period == null || tokens == null || tokensAt == null || tokens >= 1) {
                return null;
            }
            Instant full = tokensAt.plusNanos((long) ((1 - tokens) / rate * period.toNanos()));
            return full.isAfter(now) && !tokensAt.isAfter(now.plus(period)) ? full : null;
        }
    }

    /** Empty if it does not wait. */
    public Optional<Waiting> of(Job job) throws SQLException {
        return switch (job.state()) {
            case SCHEDULED -> Optional.of(notDue(job, Cause.NOT_DUE, "It is not due until "));
            case RETRYING -> Optional.of(notDue(job, Cause.RETRY_NOT_DUE, "Its next attempt is not due until "));
            case BLOCKED -> Optional.of(blocked(job));
            case QUEUED -> Optional.of(queued(job));
            default -> Optional.empty();
        };
    }

    private Waiting notDue(Job job, Cause cause, String words) throws SQLException {
        Instant dueAt = job.times().dueAt();
        // With an exclusion key it is not queued when its time comes, but in line for the key.
        return dueAt.isAfter(now)
                ? new Waiting(cause, words + dueAt + ".", dueAt, List.of(), null, null)
                : blocked(job);
    }

    private Waiting blocked(Job job) throws SQLException {
        ExclusionKey exclusion = job.request().exclusion();
        if (job.blockedBy() == BlockedBy.HANDLER || exclusion == null) {
            return new Waiting(
                    Cause.NO_HANDLER,
                    "No worker has a handler for its type, " + job.type() + ".",
                    null,
                    List.of(),
                    null,
                    null);
        }
        List<Long> holders = facts.holders(exclusion.key());
        String held = holders.isEmpty()
                ? "which is free: it will be let go in a moment"
                : "which is held by "
                        + (holders.size() == 1 ? "job " : "jobs ")
                        + holders.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new Waiting(
                Cause.EXCLUSION,
                "It is blocked by its exclusion key \"" + exclusion.key() + "\", " + held + ".",
                null,
                holders,
                null,
                null);
    }

    private Waiting queued(Job job) throws SQLException {
        long ahead = facts.ahead(job);
        Optional<Bucket> bucket = facts.queue(job.queue());
        if (bucket.isPresent() && bucket.get().queue().isPaused(now)) {
            QueueStore.Queue queue = bucket.get().queue();
            return new Waiting(
                    Cause.PAUSED, paused(queue) + place(job, ahead), queue.pausedUntil(), List.of(), ahead, null);
        }
        if (facts.workers(now.minus(SILENT)).stream().noneMatch(worker -> serves(worker, job))) {
            String words = "No live worker serves its queue, " + job.queue() + ", and has a handler for its type, "
                    + job.type() + ". ";
            return new Waiting(Cause.NO_WORKER, words + place(job, ahead), null, List.of(), ahead, null);
        }
        return bucket.isPresent() ? limited(job, bucket.get(), ahead) : inLine(job, ahead);
    }

    private static boolean serves(WorkerStore.Registration worker, Job job) {
        Map<String, Integer> slots = worker.slots();
        Integer own = slots.get(job.queue());
        return (own == null ? slots.getOrDefault("*", 0) : own) > 0
                && worker.types().contains(job.type());
    }

    private Waiting limited(Job job, Bucket bucket, long ahead) throws SQLException {
        Integer limit = bucket.queue().limits().concurrency();
        long running = limit == null ? 0 : facts.running(job.queue());
        if (limit != null && running >= limit) {
            String words = "Its queue, " + job.queue() + ", has reached its concurrency limit: " + running + " of "
                    + limit + " jobs run. ";
            return new Waiting(
                    Cause.CONCURRENCY, words + place(job, ahead), null, List.of(), ahead, estimate(job, ahead));
        }
        Instant emptyUntil = bucket.emptyUntil(now);
        if (emptyUntil != null) {
            String words = "Its queue, " + job.queue() + ", has used up its rate limit until " + emptyUntil + ". ";
            return new Waiting(
                    Cause.RATE, words + place(job, ahead), emptyUntil, List.of(), ahead, estimate(job, ahead));
        }
        return inLine(job, ahead);
    }

    private Waiting inLine(Job job, long ahead) throws SQLException {
        return new Waiting(
                ahead == 0 ? Cause.NEXT : Cause.BEHIND_OTHERS,
                place(job, ahead),
                null,
                List.of(),
                ahead,
                estimate(job, ahead));
    }

    private static String place(Job job, long ahead) {
        if (ahead == 0) {
            return "It is the next in its queue, " + job.queue() + ".";
        }
        String jobs = ahead >= Waiting.MOST_AHEAD
                ? Waiting.MOST_AHEAD + " jobs or more are"
                : ahead == 1 ? "1 job is" : ahead + " jobs are";
        return jobs + " ahead of it in its queue, " + job.queue() + ".";
    }

    private static String paused(QueueStore.Queue queue) {
        return "Its queue, " + queue.name() + ", was paused by " + queue.pausedBy()
                + (queue.pauseReason() == null ? "" : ": " + queue.pauseReason())
                + (queue.pausedUntil() == null ? ". " : ", until " + queue.pausedUntil() + ". ");
    }

    private @Nullable Duration estimate(Job job, long ahead) throws SQLException {
        long ended = ahead >= Waiting.MOST_AHEAD ? 0 : facts.ended(job.queue(), now.minus(LATELY));
        return ended == 0 ? null : LATELY.multipliedBy(ahead + 1).dividedBy(ended);
    }
}
