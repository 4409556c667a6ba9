package dev.rota.sqlite;

import dev.rota.jdbc.Transactions;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What all parts of the store work with: transactions and the time. */
record Database(Transactions transactions, InstantSource clock) {
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    <T extends @Nullable Object, X extends Exception> T write(Transactions.Work<T, X> work) throws X {
        return transactions.write(work);
    }

    <T extends @Nullable Object, X extends Exception> T read(Transactions.Work<T, X> work) throws X {
        return transactions.read(work);
    }

    <T extends @Nullable Object, X extends Exception> T joined(Connection connection, Transactions.Work<T, X> work)
            throws X {
        return transactions.joined(connection, work);
    }
}
