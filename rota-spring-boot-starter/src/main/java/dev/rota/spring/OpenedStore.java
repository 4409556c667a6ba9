package dev.rota.spring;

import dev.rota.store.CallerTransaction;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.util.ClassUtils;

/**
 * The store that the properties name, and how enqueueing joins a transaction.
 *
 * @param store not migrated yet
 */
record OpenedStore(Store store, CallerTransaction transaction) {
    private static final String SQLITE = "dev.rota.sqlite.SqliteStore";
    private static final String POSTGRES = "dev.rota.postgres.PostgresStore";
    private static final String SEPARATE = "set rota.datasource=separate: jobs then stand in a database of their own"
            + " (rota.postgres.url, or the file rota.sqlite.file), and enqueue does not join the application's transactions";

    /**
     * Opens it.
     *
     * @param application the application's data source; null if it has none
     * @throws RotaConfigurationException if there is no store to open, or it does not open
     */
    static OpenedStore open(RotaProperties properties, @Nullable DataSource application) {
        try {
            return opened(properties, application);
        } catch (StoreException | IllegalArgumentException e) {
            boolean separate = properties.datasource() == RotaProperties.Place.SEPARATE;
            String property = !separate
                    ? "spring.datasource"
                    : properties.postgres().url() != null ? "rota.postgres" : "rota.sqlite";
            throw new RotaConfigurationException(
                    "Rota cannot open its database: " + e.getMessage() + ".",
                    "Check the properties below " + property + ", and that the database is up.",
                    e);
        }
    }

    private static OpenedStore opened(RotaProperties properties, @Nullable DataSource application) {
        if (properties.datasource() == RotaProperties.Place.SEPARATE) {
            return new OpenedStore(separate(properties), CallerTransaction.NONE);
        }
        requireUnused(properties.postgres().url());
        if (application == null) {
            throw new RotaConfigurationException(
                    "Rota found more than one DataSource, or none, and does not know in which one jobs are to stand.",
                    "Mark one as @Primary, or " + SEPARATE + ".");
        }
        return new OpenedStore(onDataSource(properties, application), new SpringTransaction(application));
    }

    private static void requireUnused(@Nullable String url) {
        if (url != null) {
            throw new RotaConfigurationException(
                    "rota.postgres.url is set, but jobs stand in the application's database: rota.datasource is"
                            + " application, its default.",
                    "Remove rota.postgres.url and set spring.datasource.url, or " + SEPARATE + ".");
        }
    }

    private static Store onDataSource(RotaProperties properties, DataSource dataSource) {
        String product = product(dataSource);
        return switch (product) {
            case "PostgreSQL" -> {
                require(POSTGRES, "rota-postgres", "the DataSource is PostgreSQL");
                yield Postgres.on(dataSource);
            }
            case "SQLite" -> {
                require(SQLITE, "rota-sqlite", "the DataSource is SQLite");
                yield Sqlite.on(dataSource, properties);
            }
            default ->
                throw new RotaConfigurationException(
                        "Rota keeps jobs in PostgreSQL or SQLite, and the application's DataSource is " + product + ".",
                        "Use one of the two for the application (spring.datasource.url), or " + SEPARATE + ".");
        };
    }

    private static String product(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException | RuntimeException e) {
            // A pool's own exception says only that there was no connection.
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            throw new RotaConfigurationException(
                    "Rota needs the application's database at start, to see what it is and to bring its tables to"
                            + " the present version, and cannot reach it: " + words(e, cause) + ".",
                    "Check spring.datasource.url, user and password, and that the database is up.",
                    e);
        }
    }

    private static String words(Throwable e, Throwable cause) {
        Throwable told = e;
        while (told.getCause() instanceof SQLException deeper) {
            told = deeper;
        }
        String said = String.valueOf(told.getMessage()).replaceFirst("\\.$", "");
        return told == cause ? said : said + " (" + cause + ")";
    }

    private static Store separate(RotaProperties properties) {
        if (properties.postgres().url() != null) {
            require(POSTGRES, "rota-postgres", "rota.postgres.url is set");
            return Postgres.open(properties.postgres().url(), properties.postgres());
        }
        require(SQLITE, "rota-sqlite", "rota.datasource is separate and rota.postgres.url is not set");
        return Sqlite.open(properties);
    }

    private static void require(String store, String module, String because) {
        if (!ClassUtils.isPresent(store, OpenedStore.class.getClassLoader())) {
            throw new RotaConfigurationException(
                    "The store for this database is not on the class path, but " + because + ".",
                    "Add the dependency dev.rota:" + module + ".");
        }
    }

    /** Loaded only if the store is there. */
    private static final class Postgres {
        static Store on(DataSource dataSource) {
            return dev.rota.postgres.PostgresStore.on(dataSource);
        }

        static Store open(String url, RotaProperties.Postgres settings) {
            return dev.rota.postgres.PostgresStore.open(
                    dev.rota.postgres.PostgresSettings.of(url, settings.username(), settings.password())
                            .poolSize(settings.poolSize())
                            .transactionPooler(settings.transactionPooler()));
        }
    }

    /** Loaded only if the store is there. */
    private static final class Sqlite {
        static Store on(DataSource dataSource, RotaProperties properties) {
            return dev.rota.sqlite.SqliteStore.on(dataSource, SqliteGating.settings(properties));
        }

        static Store open(RotaProperties properties) {
            return dev.rota.sqlite.SqliteStore.open(properties.sqlite().file(), SqliteGating.settings(properties));
        }
    }
}
