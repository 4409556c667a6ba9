package dev.rota.jdbc;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive;
import dev.rota.store.JobArchive.Page;
import dev.rota.store.JobArchive.Period;
import dev.rota.store.JobArchive.Query;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for jobs in a bounded part of the ids. Ids grow with time, so that a time of enqueueing is found among them by
 * halving, and what cannot be found by an index is looked for in the newest ids first.
 */
public final class JobSearch {
    /** Transactions that ran at the same time may have taken their ids in another order. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final Set<JobState> HISTORY = Set.of(JobState.SUCCEEDED, JobState.CANCELLED);

    private final Source source;

    public JobSearch(Source source) {
        this.source = source;
    }

    /** What is searched. */
    public interface Source {
        /** As {@link JobArchive#list}. */
        List<Job> list(Query query) throws SQLException;

        /** The first job with this id or a higher one. */
        Optional<At> from(long id) throws SQLException;

        /** The last job with this id or a lower one. */
        Optional<At> upTo(long id) throws SQLException;
    }

    /** When the job of an id was enqueued. */
    public record At(long id, Instant enqueuedAt) {
        /** Reads it from the columns of a table of jobs. */
        public static At read(Row row) throws SQLException {
            return new At(row.number("id"), row.instant("enqueued_at"));
        }
    }

    public Page search(Query query) throws SQLException {
        boolean live = !query.states().isEmpty() && HISTORY.stream().noneMatch(query.states()::contains);
        if (!query.isSelective() || query.fingerprint() != null || live) {
            return new Page(source.list(query), null, null);
        }
        Optional<At> first = source.from(Long.MIN_VALUE);
        Optional<At> last = source.upTo(Long.MAX_VALUE);
        if (first.isEmpty() || last.isEmpty()) {
            return new Page(List.of(), null, null);
        }
        return search(query, first.get(), last.get());
    }

    private Page search(Query query, At first, At last) throws SQLException {
        long low = Math.max(first.id(), query.above() == null ? Long.MIN_VALUE : query.above() + 1);
        long high = Math.min(last.id(), query.below() == null ? Long.MAX_VALUE : query.below() - 1);
        Period enqueued = query.enqueued();
        if (enqueued.since() != null) {
            low = Math.max(low, firstSince(enqueued.since().minus(SLACK), first, last));
        }
        Instant until = earlier(enqueued.until(), query.finished().until());
        if (until != null) {
            high = Math.min(high, firstSince(until.plus(SLACK), first, last) - 1);
        }
        if (low > high) {
            return new Page(List.of(), null, null);
        }
        return query.isUpwards() ? upwards(query, low, high) : downwards(query, low, high);
    }

    /** Nothing has finished before it was enqueued. */
    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** The first id of a job that was enqueued at this time or later; the one after the last if there is none. */
    private long firstSince(Instant time, At first, At last) throws SQLException {
        long low = first.id();
        long high = last.id() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<At> at = source.from(middle);
            if (at.isEmpty() || at.get().id() >= high) {
                high = middle;
            } else if (at.get().enqueuedAt().isBefore(time)) {
                low = at.get().id() + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int step(Query query) {
        boolean readsText = query.args() != null || query.result() != null || query.error() != null;
        return readsText ? JobArchive.SEARCH_STEP_IN_TEXT : JobArchive.SEARCH_STEP;
    }

    private Page downwards(Query query, long low, long high) throws SQLException {
        long from = Math.max(low, high - step(query) + 1);
        List<Job> found = source.list(query.between(from - 1, high + 1));
        Optional<At> next = from > low && found.size() < query.limit() ? source.upTo(from - 1) : Optional.empty();
        return next.isEmpty() || next.get().id() < low
                ? new Page(found, null, null)
                : new Page(found, next.get().id() + 1, next.get().enqueuedAt());
    }

    private Page upwards(Query query, long low, long high) throws SQLException {
        long to = Math.min(high, low + step(query) - 1);
        List<Job> found = source.list(query.between(null, to + 1).after(low - 1));
        Optional<At> next = to < high && found.size() < query.limit() ? source.from(to + 1) : Optional.empty();
        return next.isEmpty() || next.get().id() > high
                ? new Page(found, null, null)
                : new Page(found, next.get().id() - 1, next.get().enqueuedAt());
    }
}
