package dev.rota.spring.guide;

import static dev.rota.spring.guide.PlainProgram.SEND_RECEIPT;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobHandler;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.spring.guide.PlainProgram.SendReceipt;
import dev.rota.sqlite.SqliteDataSource;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.JobStore;
import dev.rota.store.Store;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** What one can do with a Rota, without Spring. */
final class PlainOrders {
    private final PlainTransactions transactions;
    private final Rota rota;

    PlainOrders(DataSource database, Store store, JobHandler<SendReceipt> handler) {
        transactions = new PlainTransactions(database);
        rota = Rota.builder(store, new JacksonCodec())
                .handler(SEND_RECEIPT, handler)
                .joining(transactions)
                .owningStore()
                .build();
    }

    static PlainOrders inFile(Path file, JobHandler<SendReceipt> handler) {
        // [sqlite]
        DataSource database = SqliteDataSource.open(file, SqliteSettings.DEFAULTS);
        Store store = SqliteStore.on(database);
        // [/sqlite]
        return new PlainOrders(database, store, handler);
    }

    static List<Store> inPostgres(DataSource pool, String url, String user, String password) {
        // [postgres]
        Store withItsOwnPool = PostgresStore.open(PostgresSettings.of(url, user, password));
        Store withYourPool = PostgresStore.on(pool);
        // [/postgres]
        return List.of(withItsOwnPool, withYourPool);
    }

    PlainTransactions transactions() {
        return transactions;
    }

    Rota rota() {
        return rota;
    }

    // [place]
    void place(String id, String customer) throws Exception {
        transactions.run(connection -> {
            rota.enqueue(SEND_RECEIPT, new SendReceipt(customer));
            try (PreparedStatement order = connection.prepareStatement("insert into orders values (?, ?, 'placed')")) {
                order.setString(1, id);
                order.setString(2, customer);
                order.executeUpdate();
            }
        });
    }
    // [/place]

    // [ways]
    long remind(String customer) {
        return rota.job(SEND_RECEIPT, new SendReceipt(customer))
                .in(Duration.ofDays(3))
                .unique("remind-" + customer)
                .priority(-1)
                .enqueue();
    }

    List<Long> sendAll(List<String> customers) {
        return rota.enqueueAll(SEND_RECEIPT, customers.stream().map(SendReceipt::new));
    }

    boolean cancel(long id) {
        JobStore.Change change = rota.jobs().cancel(id, "anna", "the order was withdrawn");
        return change == JobStore.Change.DONE || change == JobStore.Change.REQUESTED;
    }
    // [/ways]
}
