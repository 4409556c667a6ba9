package dev.rota.store;

import java.sql.Connection;
import java.util.Optional;

/** The transaction that the calling thread is in, if any: how enqueueing joins it. Thread-safe. */
public interface CallerTransaction {
    /** The connection of the transaction that the calling thread is in; empty if it is in none. */
    Optional<Connection> connection();

    /** Runs {@code action} when that transaction has been committed, and not at all if it is rolled back. */
    void afterCommit(Runnable action);

    /** Never in a transaction. */
    CallerTransaction NONE = new CallerTransaction() {
        @Override
        public Optional<Connection> connection() {
            return Optional.empty();
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new IllegalStateException("The calling thread is in no transaction");
        }
    };
}
