package dev.rota.spring;

import dev.rota.job.RotaException;
import dev.rota.store.CallerTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The Spring transaction that the calling thread is in, if it is one of the data source that jobs stand in: JDBC, jOOQ, and
 * JPA where the provider lets Spring see its connection.
 */
final class SpringTransaction implements CallerTransaction {
    /** What the connection may be bound to: the data source, and what it delegates to. */
    private final List<DataSource> keys;

    SpringTransaction(DataSource dataSource) {
        List<DataSource> chain = new ArrayList<>();
        DataSource next = dataSource;
        while (next != null) {
            chain.add(next);
            next = next instanceof DelegatingDataSource delegating ? delegating.getTargetDataSource() : null;
        }
        this.keys = List.copyOf(chain);
    }

    @Override
    public Optional<Connection> connection() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return Optional.empty();
        }
        ConnectionHolder holder = bound();
        if (holder == null || !inTransaction(holder.getConnection())) {
            return Optional.empty();
        }
        if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            throw new RotaException("A job was to be enqueued in the read-only transaction "
                    + TransactionSynchronizationManager.getCurrentTransactionName()
                    + ", which can write nothing: take readOnly = true away from it, or enqueue outside it");
        }
        return Optional.of(holder.getConnection());
    }

    private @Nullable ConnectionHolder bound() {
        for (DataSource key : keys) {
            if (TransactionSynchronizationManager.getResource(key) instanceof ConnectionHolder holder) {
                return holder;
            }
        }
        return null;
    }

    /** In the transaction of another resource Spring binds a connection too, but each of its statements is committed. */
    private static boolean inTransaction(Connection connection) {
        try {
            return !connection.getAutoCommit();
        } catch (SQLException e) {
            throw new RotaException("The connection of the calling transaction cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
