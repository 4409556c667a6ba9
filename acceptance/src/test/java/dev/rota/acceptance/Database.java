package dev.rota.acceptance;

import dev.rota.systems.common.SystemSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database that outlives the workers, with the empty tables of a system, as a test sees it. */
final class Database implements AutoCloseable {
    private final String url;
    private final DriverManagerDataSource connections;
    private final Closing closing;

    /** The databases that workers run on. */
    enum Kind {
        SQLITE {
            @Override
            Database open(Path directory, String system) {
                String url = "jdbc:sqlite:" + directory.resolve(system + ".db") + "?busy_timeout=10000";
                return new Database(url, system, () -> {});
            }
        },
        POSTGRES {
            @Override
            Database open(Path directory, String system) throws IOException {
                EmbeddedPostgres server = EmbeddedPostgres.start();
                return new Database(server.getJdbcUrl("postgres", "postgres"), system, server::close);
            }
        };

        /** @param system whose tables are made, as {@link SystemSchema#of} names it */
        abstract Database open(Path directory, String system) throws IOException;
    }

    private interface Closing {
        void close() throws IOException;
    }

    private Database(String url, String system, Closing closing) {
        this.url = url;
        this.connections = new DriverManagerDataSource(url);
        this.closing = closing;
        SystemSchema.COMMON.migrate(connections);
        SystemSchema.of(system).migrate(connections);
    }

    String url() {
        int query = url.startsWith("jdbc:sqlite:") ? url.indexOf('?') : -1;
        return query < 0 ? url : url.substring(0, query);
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(connections);
    }

    TransactionTemplate transactions() {
        return new TransactionTemplate(new JdbcTransactionManager(connections));
    }

    long count(String fromAndWhere) {
        Long count = jdbc().queryForObject("select count(*) from " + fromAndWhere, Long.class);
        return count == null ? 0 : count;
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
