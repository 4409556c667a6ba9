package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Figures about attempts by minute, type and queue, for charts and tables: what a screen shows must not cost a count over
 * the history.
 *
 * <p>Each worker gathers its figures in memory and writes them every few seconds, so a worker that dies takes the figures
 * of its last seconds with it, and a figure stands in the minute in which it was written. The history and the attempts
 * themselves are exact. Jobs that operators cancel while they wait are not counted, as no worker has them.
 *
 * <p>Figures are kept by the minute for 48 hours, by ten minutes for 14 days, by the hour and by the day for 400 days. A
 * question is answered from the longest of these that fit its steps, so that a long time with long steps costs no more than a
 * short one with short steps.
 */
public interface RollupStore {
    /** A read gives at most so many points. */
    int MOST_POINTS = 5_000;

    /**
     * Stores the figures of a worker in the present minute, all that it has gathered in this minute so far: what it wrote
     * before in the same minute is replaced, so that a repeated write counts once.
     *
     * @param source a number that no other process has: the id under which the worker was first registered
     * @param minute the beginning of the minute
     */
    void put(long source, Instant minute, List<Entry> entries);

    /** Figures over time. What lies before is given in coarser steps if it is kept so. */
    List<Point> series(Series wanted);

    /**
     * Figures by type, those with the longest total run time first.
     *
     * @param queue null for all
     * @param limit 1 to 1,000
     */
    List<Total> byType(Instant from, Instant until, @Nullable String queue, int limit);

    /** The run times of a type in the last seven days; empty if there are none. */
    Optional<Histogram> usual(String type);

    /**
     * Puts together what workers have written in minutes that are over, and deletes what is too old: a bounded part of it.
     *
     * @return how many rows were put together or deleted; zero means there is nothing more to do now
     */
    long condense(int limit);

    /**
     * The figures of one type in one queue.
     */
    record Entry(String type, String queue, Figures figures) {}

    /**
     * What is counted.
     *
     * @param enqueued jobs that the processes of workers have enqueued; others are not counted
     * @param succeeded jobs
     * @param retried those of the succeeded that needed more than one attempt
     * @param failedAttempts attempts that failed, whether others followed or not
     * @param failed jobs that failed for good, also because their workers died
     * @param cancelled jobs that were cancelled while they ran
     * @param items what handlers have counted in attempts that succeeded
     * @param ran how long attempts ran that succeeded or failed
     * @param ranTotal the same, added up
     * @param waited how long attempts had been due when they began
     */
    record Figures(
            long enqueued,
            long succeeded,
            long retried,
            long failedAttempts,
            long failed,
            long cancelled,
            Items items,
            Histogram ran,
            Duration ranTotal,
            Histogram waited) {
        public static final Figures NONE =
                new Figures(0, 0, 0, 0, 0, 0, new Items(0, 0), Histogram.EMPTY, Duration.ZERO, Histogram.EMPTY);

        /** Both together. */
        public Figures plus(Figures other) {
            return new Figures(
                    enqueued + other.enqueued,
                    succeeded + other.succeeded,
                    retried + other.retried,
                    failedAttempts + other.failedAttempts,
                    failed + other.failed,
                    cancelled + other.cancelled,
                    new Items(items.succeeded + other.items.succeeded, items.failed + other.items.failed),
                    ran.plus(other.ran),
                    ranTotal.plus(other.ranTotal),
                    waited.plus(other.waited));
        }

        /** Jobs that have come to an end. */
        public long finished() {
            return succeeded + failed + cancelled;
        }
    }

    /** Items that handlers have dealt with. */
    record Items(long succeeded, long failed) {}

    /** What the points of a series are told apart by, besides their time. */
    enum By {
        NOTHING,
        TYPE,
        QUEUE
    }

    /**
     * Which figures to give over time.
     *
     * @param from inclusive
     * @param until exclusive
     * @param step the width of a point, whole minutes; points begin at multiples of it since 1970 in UTC
     * @param by what the points are told apart by
     * @param type of this type only, or null
     * @param queue in this queue only, or null
     */
    record Series(
            Instant from,
            Instant until,
            Duration step,
            By by,
            @Nullable String type,
            @Nullable String queue) {
        public Series {
            if (step.toSeconds() < 60 || step.toSeconds() % 60 != 0 || step.toNanosPart() != 0) {
                throw new IllegalArgumentException("Step is " + step + ", expected whole minutes");
            }
            if (until.isBefore(from)) {
                throw new IllegalArgumentException("The series ends at " + until + ", before it begins at " + from);
            }
            if (Duration.between(from, until).dividedBy(step) > MOST_POINTS) {
                throw new IllegalArgumentException("From " + from + " until " + until + " there are more than "
                        + MOST_POINTS + " steps of " + step + ": take a longer step");
            }
        }
    }

    /**
     * The figures of one step. A step in which nothing happened has none.
     *
     * @param at where the step begins
     * @param name the type or queue; empty if the series is told apart by nothing
     */
    record Point(Instant at, String name, Figures figures) {}

    /** The figures of one type. */
    record Total(String type, Figures figures) {}
}
