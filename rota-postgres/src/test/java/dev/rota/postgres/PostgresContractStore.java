package dev.rota.postgres;

import dev.rota.store.Store;
import dev.rota.testing.contract.ContractStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;

/** One database for all contracts, emptied for each test. */
final class PostgresContractStore implements ContractStore {
    private static final String EMPTY = """
            do $$ declare t text; begin
                for t in select tablename from pg_tables
                    where schemaname = 'public' and tablename <> 'rota_schema' and tablename !~ '^rota_history_'
                loop execute 'delete from ' || t; end loop;
            end $$
            """;

    private static final class Database {
        static final String URL = TestServer.newDatabase();
    }

    private final boolean pooled;

    PostgresContractStore() {
        this(false);
    }

    /**
     * Makes a fixture.
     *
     * @param pooled true for what a store says to the database when it may set nothing for a session
     */
    PostgresContractStore(boolean pooled) {
        this.pooled = pooled;
    }

    @Override
    public Store open(InstantSource clock) {
        Store store = another(clock);
        store.migrate();
        TestServer.run(Database.URL, EMPTY);
        return store;
    }

    @Override
    public Store another(InstantSource clock) {
        return PostgresStore.open(TestServer.settings(Database.URL).transactionPooler(pooled), clock);
    }

    @Override
    public Store unmigrated(InstantSource clock) {
        TestServer.run(Database.URL, "drop schema public cascade; create schema public");
        return another(clock);
    }

    @Override
    public void pretendLaterVersion() {
        TestServer.run(
                Database.URL, "insert into rota_schema (version, name, applied_at) values (999, 'later', now())");
    }

    @Override
    public Connection connection() throws SQLException {
        return DriverManager.getConnection(Database.URL);
    }
}
