package dev.rota.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/** A job system under test, with the best tuning we know. One object in one process, on one database. */
interface Contender extends AutoCloseable {
    /** Makes its tables in an empty database, and gets ready to enqueue. */
    void open() throws Exception;

    /** Enqueues one job with this number, durable when it returns. Called by many threads. */
    void enqueue(long number) throws Exception;

    /** Enqueues jobs with the numbers {@code from} to {@code from + count - 1} in the fastest way it offers. */
    void enqueueAll(long from, int count) throws Exception;

    /** Begins to work jobs; the handler is given each job's number. */
    void start(LongConsumer handler) throws Exception;

    /** Ends working jobs; what is under way is finished. */
    void stop() throws Exception;

    /** Whether no job waits or runs, with all completions durable. */
    boolean isDrained() throws Exception;

    /** How many succeeded jobs its history holds; -1 if it keeps none. */
    default long history() throws Exception {
        return -1;
    }

    /** Fills the table with due jobs by SQL, numbered from {@code from}: for backlogs that no client should have to send. */
    default void fill(long from, long count) throws Exception {
        int batch = 10_000;
        for (long done = 0; done < count; done += batch) {
            enqueueAll(from + done, (int) Math.min(batch, count - done));
        }
    }

    /** Registers a schedule for each of the instants; a fire calls the handler with the schedule's place in the list. */
    default void schedule(List<Instant> dues) throws Exception {
        throw new UnsupportedOperationException("has no schedules");
    }

    @Override
    void close() throws Exception;
}
