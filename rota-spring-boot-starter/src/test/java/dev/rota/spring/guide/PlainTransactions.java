package dev.rota.spring.guide;

import dev.rota.job.JobContext;
import dev.rota.store.CallerTransaction;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

// [joining]
record PlainTransactions(DataSource database, ThreadLocal<Optional<Open>> open) implements CallerTransaction {
    record Open(Connection connection, List<Runnable> afterCommit) {}

    PlainTransactions(DataSource database) {
        this(database, ThreadLocal.withInitial(Optional::empty));
    }

    /** Commits what the work does, or nothing of it if it throws. */
    void run(JobContext.TransactionalWork work) throws Exception {
        List<Runnable> afterCommit = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            open.set(Optional.of(new Open(connection, afterCommit)));
            try {
                work.run(connection);
                connection.commit();
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            } finally {
                open.remove();
            }
        }
        afterCommit.forEach(Runnable::run);
    }

    @Override
    public Optional<Connection> connection() {
        return open.get().map(Open::connection);
    }

    @Override
    public void afterCommit(Runnable action) {
        open.get().orElseThrow().afterCommit().add(action);
    }
}
// [/joining]
