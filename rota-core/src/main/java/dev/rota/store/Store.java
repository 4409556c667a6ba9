package dev.rota.store;

import dev.rota.console.ConsoleStore;
import dev.rota.job.JobContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Where jobs, schedules, queues and workers stand. */
public interface Store extends AutoCloseable {
    /** What it is, for people: kind, place and version, without password. */
    String describe();

    /**
     * Brings the tables to the version this program knows, if they are older. Safe to call from many processes at once.
     *
     * @throws StoreException if the tables are of a newer version: this program must be updated
     */
    void migrate();

    /**
     * The version of the tables as they are: the number of the last migration that was run, which may be newer than this
     * program knows; 0 if there are no tables. Changes nothing.
     */
    int version();

    /** The statements that {@link #migrate()} would run on an empty database, in order, for a person to read. */
    List<Migration> migrations();

    /** The store's clock. */
    Instant now();

    /**
     * Runs work in a transaction of its own, committed when the work returns and rolled back when it throws.
     *
     * @param work gets the connection, and must neither commit nor close it
     * @throws Exception what the work throws
     */
    void transaction(JobContext.TransactionalWork work) throws Exception;

    /** True if whatever else is to be written waits until such a transaction has ended. */
    default boolean writesOneAtATime() {
        return false;
    }

    /**
     * Runs work for people who look. However many do so at once, their statements leave the workers what they need: they
     * share few connections, and one that takes longer than two seconds is given up.
     *
     * @param work may write what goes along with looking; its transactions must be short
     * @throws StoreException beside what the work throws: {@linkplain StoreException#isTooSlow() too slow}, or worth
     *     retrying if too many looked at once
     */
    default <X extends Exception> void forReaders(ReadersWork<X> work) throws X {
        work.run();
    }

    /**
     * What is done for people who look.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface ReadersWork<X extends Exception> {
        void run() throws X;
    }

    /** How much the database holds. May read a good deal: not to be asked more often than once in a minute or so. */
    Size size();

    /**
     * What an operator should know of the database: settings that lose data, what holds up cleaning, what has grown. Reads
     * what the database knows of itself, and changes nothing; what this user may not see is passed over.
     *
     * @return empty if all is well
     */
    List<Finding> diagnose();

    /**
     * What comes and goes while programs run: little room, logs that have grown, jobs that retention should have deleted. A
     * few cheap statements, whatever the number of jobs: may be asked once in a minute.
     *
     * @param retention how long the caller keeps jobs
     * @return empty if all is well
     */
    List<Finding> glance(JobStore.Retention retention);

    JobStore jobs();

    JobArchive archive();

    ScheduleStore schedules();

    QueueStore queues();

    WorkerStore workers();

    FailureStore failures();

    RollupStore rollups();

    WakeUps wakeUps();

    /** What the dashboard, REST and the commands keep. */
    ConsoleStore console();

    @Override
    void close();

    /**
     * How much a database holds.
     *
     * @param bytes of the whole database, the application's tables included
     * @param tables bytes of each of Rota's tables with its indexes; empty if the database cannot tell at a fair price
     */
    record Size(long bytes, Map<String, Long> tables) {
        public Size {
            tables = Map.copyOf(tables);
        }
    }

    /**
     * A step from one version of the tables to the next.
     *
     * @param version 1, 2, 3 …, equal in all stores
     * @param name what it does
     * @param sql its statements
     */
    record Migration(int version, String name, String sql) {}
}
