package dev.rota.jdbc.console;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Transactions that know what time the store has. */
record ConsoleTransactions(Transactions transactions, JdbcConsole.Time time) {
    /** What is done at a moment. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Session session, Instant now) throws SQLException;
    }

    <T extends @Nullable Object> T write(Work<T> work) {
        return transactions.<T, RuntimeException>write(session -> work.run(session, time.now(session)));
    }

    /** The same, after all transactions that took a lock of the same name have ended. */
    <T extends @Nullable Object> T writeAlone(String lock, Work<T> work) {
        return transactions.<T, RuntimeException>write(session -> {
            session.dialect().lock(session.connection(), lock);
            return work.run(session, time.now(session));
        });
    }

    <T extends @Nullable Object> T read(Work<T> work) {
        return transactions.<T, RuntimeException>read(session -> work.run(session, time.now(session)));
    }
}
