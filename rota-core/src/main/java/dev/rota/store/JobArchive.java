package dev.rota.store;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What people read about jobs, live and finished. Nothing here changes anything. */
public interface JobArchive {
    /** So many ids are looked at by one {@link #search}. */
    int SEARCH_STEP = 100_000;

    /** So many where arguments, results or errors have to be read, which takes twice as long. */
    int SEARCH_STEP_IN_TEXT = 30_000;

    /** So long a statement of a {@link #search} may take. */
    Duration SEARCH_TIME = Duration.ofSeconds(2);

    /** A job, live or finished. */
    Optional<Job> find(long jobId);

    /** Those of these jobs that there are, the newest first. At most 1,000 ids. */
    List<Job> findAll(Collection<Long> jobIds);

    /** The attempts of a job, the first one first, the running one included. */
    List<Attempt> attempts(long jobId);

    /** What was done to a job by hand, the first first; also to one that was deleted by hand. */
    List<OperatorAct> acts(long jobId);

    /** Lines of a job's log after {@code afterSeq}, at most {@code limit}, in order. */
    default List<LogLine> log(long jobId, long afterSeq, int limit) {
        return log(jobId, null, afterSeq, limit);
    }

    /**
     * The same of one attempt.
     *
     * @param lease of the attempt; null for all attempts
     */
    List<LogLine> log(long jobId, @Nullable Long lease, long afterSeq, int limit);

    /**
     * The last lines of a job's log, at most {@code limit}, in order.
     *
     * @param lease of an attempt; null for all attempts
     */
    List<LogLine> lastLog(long jobId, @Nullable Long lease, int limit);

    /**
     * Jobs, the newest first. Looks as far back as it must to find {@code limit} of them, which may be long if what is
     * asked for is rare: {@link #search} does not.
     */
    List<Job> list(Query query);

    /**
     * The same, but looks at no more than {@link #SEARCH_STEP} ids ({@link #SEARCH_STEP_IN_TEXT} for what stands in arguments,
     * results or errors), so that it answers in time whatever is asked for. Time limits on the enqueueing are turned into ids, and
     * are looked for where they are. Live and failed jobs alone are few,
     * and are looked through to the last.
     *
     * @throws StoreException that {@linkplain StoreException#isTooSlow() is too slow} if it takes longer than
     *     {@link #SEARCH_TIME} all the same
     */
    Page search(Query query);

    /** How many jobs are in each live state and failed, each counted up to {@code cap} at the most. */
    Map<JobState, Long> counts(int cap);

    /** How long the job that is due and waits longest in a queue has been due, for each queue in which one waits. */
    Map<String, Duration> longestWaits();

    /** What a waiting job waits for; empty if it does not wait. */
    Optional<Waiting> waiting(long jobId);

    /** The same in words. */
    default Optional<String> whyWaiting(long jobId) {
        return waiting(jobId).map(Waiting::words);
    }

    /**
     * What a search has found.
     *
     * @param jobs the newest first
     * @param searchedTo the last id that was looked at, where jobs beyond it were not: asked again with
     *     {@link Query#before} (or {@link Query#after}) this id, the search goes on. Null if it went to the end, or found
     *     as many as were asked for
     * @param searchedToTime when a job of about that id was enqueued; null if {@code searchedTo} is, or none is left there
     */
    record Page(
            List<Job> jobs,
            @Nullable Long searchedTo,
            @Nullable Instant searchedToTime) {
        public Page {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A time from {@code since}, inclusive, to {@code until}, exclusive; null has no limit on that side.
     */
    record Period(@Nullable Instant since, @Nullable Instant until) {
        public static final Period ALWAYS = new Period(null, null);
    }

    /**
     * Which jobs to list. Immutable: every method gives another. What is null does not restrict.
     */
    final class Query {
        /** The newest 50. */
        public static final Query NEWEST = new Query();

        private Set<JobState> states = Set.of();
        private @Nullable String type;
        private @Nullable String queue;
        private @Nullable String tag;
        private @Nullable String schedule;
        private @Nullable String fingerprint;
        private @Nullable Long worker;
        private @Nullable Integer priority;
        private @Nullable Integer attemptsFrom;
        private @Nullable JsonMatch args;
        private @Nullable JsonMatch result;
        private @Nullable String unique;
        private @Nullable String trace;
        private @Nullable String error;
        private Period enqueued = Period.ALWAYS;
        private Period finished = Period.ALWAYS;
        private @Nullable Long above;
        private @Nullable Long below;
        private boolean upwards;
        private int limit = 50;

        private Query() {}

        private Query(Query from) {
            states = from.states;
            type = from.type;
            queue = from.queue;
            tag = from.tag;
            schedule = from.schedule;
            fingerprint = from.fingerprint;
            worker = from.worker;
            priority = from.priority;
            attemptsFrom = from.attemptsFrom;
            args = from.args;
            result = from.result;
            unique = from.unique;
            trace = from.trace;
            error = from.error;
            enqueued = from.enqueued;
            finished = from.finished;
            above = from.above;
            below = from.below;
            upwards = from.upwards;
            limit = from.limit;
        }

        private Query with(Consumer<Query> change) {
            Query copy = new Query(this);
            change.accept(copy);
            return copy;
        }

        /** In any of these states; none does not restrict. */
        public Query states(JobState... newStates) {
            return states(Set.of(newStates));
        }

        /** The same. */
        public Query states(Set<JobState> newStates) {
            Set<JobState> kept = Set.copyOf(newStates);
            return with(copy -> copy.states = kept);
        }

        /** Of this type. */
        public Query type(@Nullable String newType) {
            return with(copy -> copy.type = newType);
        }

        /** In this queue. */
        public Query queue(@Nullable String newQueue) {
            return with(copy -> copy.queue = newQueue);
        }

        /** With this tag. */
        public Query tag(@Nullable String newTag) {
            return with(copy -> copy.tag = newTag);
        }

        /** Made by this schedule. */
        public Query schedule(@Nullable String newSchedule) {
            return with(copy -> copy.schedule = newSchedule);
        }

        /** Whose last failure has this fingerprint: only jobs that have failed or wait for their next attempt. */
        public Query fingerprint(@Nullable String newFingerprint) {
            return with(copy -> copy.fingerprint = newFingerprint);
        }

        /** That the worker of this id runs, or ran last. */
        public Query worker(@Nullable Long newWorker) {
            return with(copy -> copy.worker = newWorker);
        }

        /** Of this priority. */
        public Query priority(@Nullable Integer newPriority) {
            return with(copy -> copy.priority = newPriority);
        }

        /** That have had so many attempts or more. */
        public Query attemptsFrom(@Nullable Integer newAttemptsFrom) {
            return with(copy -> copy.attemptsFrom = newAttemptsFrom);
        }

        /** With this value in their arguments. */
        public Query args(@Nullable JsonMatch newArgs) {
            return with(copy -> copy.args = newArgs);
        }

        /** With this value in their result. */
        public Query result(@Nullable JsonMatch newResult) {
            return with(copy -> copy.result = newResult);
        }

        /** With this unique key, whether they still hold it or not. */
        public Query unique(@Nullable String newUnique) {
            return with(copy -> copy.unique = newUnique);
        }

        /** With this trace, or with a traceparent that has it between two dashes. */
        public Query trace(@Nullable String newTrace) {
            return with(copy -> copy.trace = newTrace);
        }

        /** With this text in the type or message of their last error; letters from A to Z in either case. */
        public Query error(@Nullable String newError) {
            return with(copy -> copy.error = newError);
        }

        /** Enqueued within this time. */
        public Query enqueued(Period newEnqueued) {
            return with(copy -> copy.enqueued = newEnqueued);
        }

        /** Succeeded, cancelled or failed within this time; with any limit, others are not found. */
        public Query finished(Period newFinished) {
            return with(copy -> copy.finished = newFinished);
        }

        /** Only ids between these, both exclusive. */
        public Query between(@Nullable Long newAbove, @Nullable Long newBelow) {
            return with(copy -> {
                copy.above = newAbove;
                copy.below = newBelow;
                copy.upwards = false;
            });
        }

        /** The page after: only ids below this, the id of the last job of the page before. */
        public Query before(@Nullable Long newBelow) {
            return with(copy -> {
                copy.below = newBelow;
                copy.upwards = false;
            });
        }

        /** The page before: only ids above this, the id of the first job of the page after, and those next to it. */
        public Query after(long newAbove) {
            return with(copy -> {
                copy.above = newAbove;
                copy.upwards = true;
            });
        }

        /** At most so many: 1 to 1,000. */
        public Query limit(int newLimit) {
            if (newLimit < 1 || newLimit > 1000) {
                throw new IllegalArgumentException("Limit is " + newLimit + ", expected 1 to 1,000");
            }
            return with(copy -> copy.limit = newLimit);
        }

        public Set<JobState> states() {
            return states;
        }

        public @Nullable String type() {
            return type;
        }

        public @Nullable String queue() {
            return queue;
        }

        public @Nullable String tag() {
            return tag;
        }

        public @Nullable String schedule() {
            return schedule;
        }

        public @Nullable String fingerprint() {
            return fingerprint;
        }

        public @Nullable Long worker() {
            return worker;
        }

        public @Nullable Integer priority() {
            return priority;
        }

        public @Nullable Integer attemptsFrom() {
            return attemptsFrom;
        }

        public @Nullable JsonMatch args() {
            return args;
        }

        public @Nullable JsonMatch result() {
            return result;
        }

        public @Nullable String unique() {
            return unique;
        }

        public @Nullable String trace() {
            return trace;
        }

        public @Nullable String error() {
            return error;
        }

        public Period enqueued() {
            return enqueued;
        }

        public Period finished() {
            return finished;
        }

        /** Only ids above this, or null. */
        public @Nullable Long above() {
            return above;
        }

        /** Only ids below this, or null. */
        public @Nullable Long below() {
            return below;
        }

        /** True if of those that fit the ones with the lowest ids are taken, not the newest. */
        public boolean isUpwards() {
            return upwards;
        }

        public int limit() {
            return limit;
        }

        /** True if it asks for more than ids and a number: then many jobs may have to be looked at. */
        public boolean isSelective() {
            return type != null
                    || queue != null
                    || tag != null
                    || schedule != null
                    || fingerprint != null
                    || worker != null
                    || priority != null
                    || attemptsFrom != null
                    || args != null
                    || result != null
                    || unique != null
                    || trace != null
                    || error != null
                    || !states.isEmpty()
                    || !enqueued.equals(Period.ALWAYS)
                    || !finished.equals(Period.ALWAYS);
        }
    }
}
