package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Page;
import dev.rota.store.JobArchive.Period;
import dev.rota.store.JobArchive.Query;
import dev.rota.web.query.JobQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jobs of a query, the newest first. What the store has an index for it is asked; what is left is looked at here,
 * so many jobs at a time, so that no query takes long: it says how far back it came, and goes on from there.
 */
final class JobSearch {
    /** Jobs looked at for one page. */
    static final int MOST_LOOKED_AT = 4_000;

    /** Jobs that are counted. */
    static final int MOST_COUNTED = 1_000;

    /** How long finished jobs stand in the list that shows what is going on. */
    static final Duration RECENT = Duration.ofHours(1);

    private static final int STEP = 500;

    private final Rota rota;
    private final Redactor redactor;

    /**
     * A page of what was found.
     *
     * @param jobs at most as many as were asked for
     * @param next the id that the next page is below; null if there is no more
     * @param searchedBackTo when the last job that was looked at had been enqueued; null if all were looked at, or the page
     *     is full
     */
    record Found(
            List<Job> jobs, @Nullable Long next, @Nullable Instant searchedBackTo) {}

    /**
     * How many there are.
     *
     * @param exact false if there are more, or not all were looked at
     */
    record Count(int value, boolean exact) {
        String text() {
            return Labels.counted(value, "job", "jobs").replace(" ", (exact ? "" : "+") + " ");
        }
    }

    /** Jobs of one query to the store that also pass a test, read piece by piece. */
    private static final class Branch {
        private final JobPlan.Source source;
        private final @Nullable Predicate<Job> rest;
        private final int step;
        private final Deque<Job> found = new ArrayDeque<>();
        private @Nullable Long below;
        private @Nullable Reached reached;
        private boolean ended;
        /** So much was looked at that the rest is left for another page. */
        private boolean enough;

        private int looked;

        Branch(JobPlan.Part part, @Nullable Long before, int limit) {
            source = part.source();
            rest = part.rest();
            step = rest == null ? Math.min(1_000, limit + 1) : Math.min(STEP, part.mostLookedAt());
            below = before;
        }

        /** The next job; null if there is none, or none was found so far. */
        @Nullable
        Job peek(int most) {
            while (found.isEmpty() && !ended && !enough && looked < most) {
                Page read = source.read(below, step);
                looked += read.jobs().size();
                for (Job job : read.jobs()) {
                    if (rest == null || rest.test(job)) {
                        found.add(job);
                    }
                    reached = new Reached(job.id(), job.times().enqueuedAt());
                    below = job.id();
                }
                enough = read.searchedTo() != null && read.searchedToTime() != null;
                ended = !enough && read.jobs().size() < step;
                if (read.searchedTo() != null && read.searchedToTime() != null) {
                    reached = new Reached(read.searchedTo(), read.searchedToTime());
                }
            }
            return found.peek();
        }
    }

    /** How far a branch has looked, and when the job there was enqueued. */
    private record Reached(long id, Instant enqueuedAt) {}

    JobSearch(Rota rota, Redactor redactor) {
        this.rota = rota;
        this.redactor = redactor;
    }

    /**
     * A page.
     *
     * @param before only ids below this; null for the first page
     * @throws Problem if the query asks for what cannot be searched
     */
    Found find(JobQuery query, @Nullable Long before, int limit) {
        return merged(JobPlan.parts(query, rota, redactor), before, limit);
    }

    /** What is going on: live jobs, and what has finished within the last hour. */
    Found recent(@Nullable Long before, int limit) {
        Instant from = rota.store().now().minus(RECENT);
        Predicate<Job> late = job ->
                job.times().finishedAt() == null || !job.times().finishedAt().isBefore(from);
        Query live = Query.NEWEST.states(JobState.live().toArray(JobState[]::new));
        Query finished = Query.NEWEST
                .states(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)
                .finished(new Period(from, null));
        return merged(
                List.of(
                        new JobPlan.Part(JobPlan.listed(rota, live), null, MOST_LOOKED_AT),
                        new JobPlan.Part(JobPlan.listedLately(rota, finished), late, MOST_COUNTED)),
                before,
                limit);
    }

    /**
     * A page, and how many there are.
     *
     * @param count null if they are all on this page
     */
    record Counted(Found found, @Nullable Count count) {}

    /** The same as {@link #find}, and how many there are in all. */
    Counted findAndCount(JobQuery query, @Nullable Long before, int limit) {
        if (before != null) {
            Found found = find(query, before, limit);
            return new Counted(found, found.next() == null ? null : count(query));
        }
        // What is counted begins with the first page.
        Found all = find(query, null, Math.max(limit, MOST_COUNTED));
        Count count = all.next() == null && all.jobs().size() <= limit
                ? null
                : new Count(all.jobs().size(), all.next() == null);
        if (all.jobs().size() <= limit) {
            return new Counted(all, count);
        }
        List<Job> page = List.copyOf(all.jobs().subList(0, limit));
        return new Counted(new Found(page, page.get(limit - 1).id(), null), count);
    }

    /** How many, counted so far as is cheap. */
    Count count(JobQuery query) {
        Found found = find(query, null, MOST_COUNTED);
        return new Count(found.jobs().size(), found.next() == null);
    }

    private Found merged(List<JobPlan.Part> parts, @Nullable Long before, int limit) {
        List<Branch> branches =
                parts.stream().map(part -> new Branch(part, before, limit)).toList();
        int most = parts.stream().mapToInt(JobPlan.Part::mostLookedAt).min().orElse(MOST_LOOKED_AT);
        List<Job> jobs = new ArrayList<>();
        while (jobs.size() <= limit) {
            Branch first = null;
            Branch stuck = null;
            for (Branch branch : branches) {
                Job next = branch.peek(most);
                if (next == null && !branch.ended && (stuck == null || id(branch.reached) > id(stuck.reached))) {
                    stuck = branch;
                } else if (next != null && (first == null || next.id() > id(first.found.peek()))) {
                    first = branch;
                }
            }
            // Beyond where a branch has stopped, what the others have may not be all there is.
            if (stuck != null && (first == null || id(first.found.peek()) < id(stuck.reached))) {
                Reached last = stuck.reached;
                return new Found(jobs, last == null ? null : last.id(), last == null ? null : last.enqueuedAt());
            }
            if (first == null) {
                return new Found(jobs, null, null);
            }
            Job job = first.found.remove();
            if (jobs.isEmpty() || jobs.get(jobs.size() - 1).id() != job.id()) {
                jobs.add(job);
            }
        }
        List<Job> page = jobs.subList(0, limit);
        return new Found(page, page.get(limit - 1).id(), null);
    }

    private static long id(@Nullable Job job) {
        return job == null ? Long.MAX_VALUE : job.id();
    }

    private static long id(@Nullable Reached reached) {
        return reached == null ? Long.MAX_VALUE : reached.id();
    }
}
