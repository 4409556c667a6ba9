package dev.rota.postgres;

import dev.rota.store.StoreException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many connections of the store's own pool may be held for long: by users' transactions, and by enqueues that wait until
 * another transaction has decided who has a unique key. The others are for what ends soon. Thread-safe.
 */
final class ConnectionTurns {
    static final int TIMEOUT_MS = 10_000;

    /**
     * For the exchange, the duties and the pruning: nobody else may keep them waiting. The heartbeat has a connection of its
     * own.
     */
    private static final int KEPT_FOR_DUTIES = 3;

    /** At the same time; how many connections an application has is not known. */
    private static final int MOST_ENQUEUES = 8;

    private final int enqueues;
    private final Semaphore users;
    /** One more, so that of those who are in their transactions one at least can enqueue beside them. */
    private final Semaphore all;

    /**
     * Makes turns.
     *
     * @param connections of the pool; {@link Integer#MAX_VALUE} if it is an application's
     */
    ConnectionTurns(int connections) {
        int forUsers = Math.max(1, connections - KEPT_FOR_DUTIES);
        this.enqueues = Math.min(forUsers, MOST_ENQUEUES);
        this.users = new Semaphore(forUsers, true);
        this.all = new Semaphore(forUsers + 1, true);
    }

    /** What is done with a turn. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run() throws X;
    }

    /** How many enqueues that wait for nobody there should be at the same time. */
    int enqueues() {
        return enqueues;
    }

    /**
     * Runs a user's transaction.
     *
     * @throws StoreException if no turn comes within twenty seconds; worth retrying
     */
    <T, X extends Exception> T forUser(Work<T, X> work) throws X {
        return withTurn(users, () -> withTurn(all, work));
    }

    /**
     * Runs an enqueue of jobs with unique keys.
     *
     * @throws StoreException if no turn comes within ten seconds; worth retrying
     */
    <T, X extends Exception> T forKeys(Work<T, X> work) throws X {
        return withTurn(all, work);
    }

    private static <T, X extends Exception> T withTurn(Semaphore turns, Work<T, X> work) throws X {
        take(turns);
        try {
            return work.run();
        } finally {
            turns.release();
        }
    }

    private static void take(Semaphore turns) {
        if (!turns.hasQueuedThreads() && turns.tryAcquire()) {
            return;
        }
        try {
            if (!turns.tryAcquire(TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                throw new StoreException(
                        "No connection became free for a transaction within " + TIMEOUT_MS
                                + " ms: make transactions shorter, or the pool larger",
                        null,
                        true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while waiting for a connection", e, true);
        }
    }
}
