package dev.rota.systems.common.testing;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of one test. */
public final class FreshDatabase implements AutoCloseable {
    private final TestDatabase kind;
    private final HikariDataSource pool;
    private final JdbcClient jdbc;
    private final JdbcTransactionManager transactionManager;

    FreshDatabase(TestDatabase kind, HikariDataSource pool) {
        this.kind = kind;
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.transactionManager = new JdbcTransactionManager(pool);
    }

    public TestDatabase kind() {
        return kind;
    }

    public DataSource dataSource() {
        return pool;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    public JdbcTransactionManager transactionManager() {
        return transactionManager;
    }

    /** Runs a piece of work in a transaction of its own. */
    public TransactionTemplate transactions() {
        return new TransactionTemplate(transactionManager);
    }

    /** How many rows a query finds, for short assertions. */
    public long count(String fromAndWhere) {
        return jdbc.sql("select count(*) from " + fromAndWhere)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        pool.close();
        try {
            kind.discard(pool);
        } catch (SQLException e) {
            throw new IllegalStateException("Test database cannot be removed", e);
        }
    }
}
