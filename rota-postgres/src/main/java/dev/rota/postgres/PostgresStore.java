package dev.rota.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.console.ConsoleStore;
import dev.rota.jdbc.Migrations;
import dev.rota.jdbc.Overdue;
import dev.rota.jdbc.console.JdbcConsole;
import dev.rota.job.JobContext;
import dev.rota.store.FailureStore;
import dev.rota.store.Finding;
import dev.rota.store.JobArchive;
import dev.rota.store.JobStore;
import dev.rota.store.QueueStore;
import dev.rota.store.RollupStore;
import dev.rota.store.ScheduleStore;
import dev.rota.store.Store;
import dev.rota.store.StoreException;
import dev.rota.store.WakeUps;
import dev.rota.store.WorkerStore;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;

/**
 * A store on PostgreSQL 15 to 18. It lives in the schema that is first in the search path of its connections. Thread-safe.
 */
public final class PostgresStore implements Store {
    private static final int OLDEST_SERVER = 15;
    private static final Migrations MIGRATIONS = Migrations.load(PostgresStore.class, "V001__create_tables.sql");

    /** Opened only while it prunes and all others are in use. */
    private static final int FOR_PRUNING = 1;

    private final PostgresDatabase database;
    private final ConnectionTurns turns;
    private final @Nullable HikariDataSource ownPool;
    private final @Nullable HikariDataSource readersPool;
    private final String description;
    private final PostgresPruner pruner;
    private final PostgresJobStore jobs;
    private final PostgresJobArchive archive;
    private final PostgresScheduleStore schedules;
    private final PostgresQueueStore queues;
    private final PostgresWorkerStore workers;
    private final PostgresFailureStore failures;
    private final PostgresRollupStore rollups;
    private final PostgresWakeUps wakeUps;
    private final PostgresKeptConnection heart;
    private final ConsoleStore console;

    private PostgresStore(
            PostgresDatabase database,
            @Nullable HikariDataSource ownPool,
            @Nullable HikariDataSource readersPool,
            PostgresListener.Connector besides,
            String description) {
        this.turns = new ConnectionTurns(ownPool == null ? Integer.MAX_VALUE : ownPool.getMaximumPoolSize());
        this.database = database;
        this.ownPool = ownPool;
        this.readersPool = readersPool;
        this.description = description;
        PostgresEnqueuer enqueuer = new PostgresEnqueuer(database);
        this.pruner = new PostgresPruner(database);
        this.jobs = new PostgresJobStore(database, enqueuer, turns, pruner);
        this.archive = new PostgresJobArchive(database);
        this.schedules = new PostgresScheduleStore(database, enqueuer, jobs);
        this.heart = database.keeping(besides);
        this.queues = new PostgresQueueStore(database, enqueuer, heart);
        this.workers = new PostgresWorkerStore(database, heart);
        this.wakeUps = new PostgresWakeUps(database, besides);
        this.failures = new PostgresFailureStore(database);
        this.rollups = new PostgresRollupStore(database);
        this.console = new JdbcConsole(database.transactions(), database::now);
    }

    /**
     * Opens a store with a pool of connections of its own, which {@link #close()} closes.
     *
     * @throws StoreException if the database cannot be reached or is older than version 15
     */
    public static PostgresStore open(PostgresSettings settings) {
        return open(settings, null);
    }

    /**
     * The same for tests of time.
     *
     * @param fixed the store's clock; null means the database's
     */
    public static PostgresStore open(PostgresSettings settings, @Nullable InstantSource fixed) {
        HikariDataSource pool = pool(settings);
        try {
            String description = check(pool, settings.place());
            HikariDataSource readers = readersPool(settings);
            PostgresDatabase database = new PostgresDatabase(pool, readers, !settings.transactionPooler(), fixed);
            return new PostgresStore(database, pool, readers, () -> connect(settings), description);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /**
     * Opens a store on an application's connections, which {@link #close()} leaves open. It takes one at a time for each
     * thread that uses it, but at most two for all that look, keeps one to listen with, and another for heartbeats. What it
     * asks over one that waits for answers without end it gives up after a minute. Of those who enqueue jobs with a unique key
     * that an open transaction has taken, up to six hold a connection each until that transaction ends.
     *
     * @throws StoreException if the database cannot be reached or is not PostgreSQL 15 or later
     */
    public static PostgresStore on(DataSource dataSource) {
        return on(dataSource, null);
    }

    /**
     * The same for tests of time.
     *
     * @param fixed the store's clock; null means the database's
     */
    public static PostgresStore on(DataSource dataSource, @Nullable InstantSource fixed) {
        String description = check(dataSource, place(dataSource));
        return new PostgresStore(
                new PostgresDatabase(dataSource, false, fixed), null, null, dataSource::getConnection, description);
    }

    private static HikariDataSource pool(PostgresSettings settings) {
        HikariConfig config = config(settings, "rota");
        config.setMaximumPoolSize(settings.poolSize() + FOR_PRUNING);
        return new HikariDataSource(config);
    }

    /** For those who look. Nothing is opened before somebody does, and closed when for long nobody has. */
    private static HikariDataSource readersPool(PostgresSettings settings) {
        HikariConfig config = config(settings, "rota readers");
        config.setMaximumPoolSize(PostgresReaders.MOST);
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource();
        config.copyStateTo(pool);
        return pool;
    }

    private static HikariConfig config(PostgresSettings settings, String name) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(ConnectionTurns.TIMEOUT_MS);
        // The first connection is tried by check(), which says what is wrong.
        config.setInitializationFailTimeout(-1);
        if (!settings.transactionPooler()) {
            config.setConnectionInitSql(PostgresDialect.TUNE_SESSION);
        }
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("socketTimeout", String.valueOf(Patience.LONGEST_MS / 1_000));
        return config;
    }

    private static Connection connect(PostgresSettings settings) throws SQLException {
        Properties properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        properties.setProperty("ApplicationName", "rota besides");
        properties.setProperty("tcpKeepAlive", "true");
        if (PromptSockets.areFound()) {
            // What the URL says wins.
            properties.setProperty("socketFactory", PromptSockets.class.getName());
        }
        return DriverManager.getConnection(settings.url(), properties);
    }

    /** Where a data source connects to, before it has; empty if it does not tell. */
    private static String place(DataSource dataSource) {
        String url = dataSource instanceof HikariDataSource pool
                ? pool.getJdbcUrl()
                : dataSource instanceof BaseDataSource plain ? plain.getURL() : null;
        return url == null ? "" : PostgresSettings.place(url);
    }

    /** Says what the database is, if it will do. */
    private static String check(DataSource dataSource, String place) {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData database = connection.getMetaData();
            requireVersion(database.getDatabaseProductName(), database.getDatabaseMajorVersion());
            return "PostgreSQL " + database.getDatabaseProductVersion() + " at "
                    + PostgresSettings.place(database.getURL());
        } catch (SQLException e) {
            throw new PostgresDialect(null, place).translate(e);
        }
    }

    static void requireVersion(String product, int version) {
        if (!product.equals("PostgreSQL") || version < OLDEST_SERVER) {
            throw new StoreException(
                    "The database is " + product + " " + version + ", expected PostgreSQL " + OLDEST_SERVER
                            + " or later: use a newer server",
                    null,
                    false);
        }
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public void migrate() {
        MIGRATIONS.run(database.transactions(), database.now());
        pruner.createPartitions(database.now());
    }

    @Override
    public int version() {
        return MIGRATIONS.version(database.transactions());
    }

    @Override
    public List<Migration> migrations() {
        return allMigrations();
    }

    /** What {@link #migrations()} returns, without opening a store. */
    public static List<Migration> allMigrations() {
        return MIGRATIONS.list();
    }

    /** Over the connection of heartbeats, with which it is asked for; those who look have their own. */
    @Override
    public Instant now() {
        return database.readers().areHere()
                ? database.now()
                : database.on(heart).once(session -> database.now(session));
    }

    @Override
    public <X extends Exception> void forReaders(ReadersWork<X> work) throws X {
        database.readers().run(work);
    }

    @Override
    public void transaction(JobContext.TransactionalWork work) throws Exception {
        turns.forUser(() -> database.forUser(session -> {
            work.run(session.connection());
            return true;
        }));
    }

    @Override
    public Size size() {
        return database.once(session -> {
            Map<String, Long> tables = new HashMap<>();
            session.statement(PostgresStatements.TABLE_SIZES)
                    .list(row -> tables.put(row.text("name"), row.number("bytes")));
            long bytes = session.statement(PostgresStatements.DATABASE_SIZE).one(row -> row.number("bytes"));
            return new Size(bytes, tables);
        });
    }

    @Override
    public List<Finding> diagnose() {
        return new PostgresDiagnosis(database).find();
    }

    @Override
    public List<Finding> glance(JobStore.Retention retention) {
        List<Finding> found = new ArrayList<>(new PostgresDiagnosis(database).glance());
        Instant now = database.now();
        Overdue.finding(new PostgresPruner(database).oldestDay(), now, retention.history())
                .ifPresent(found::add);
        return List.copyOf(found);
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public JobArchive archive() {
        return archive;
    }

    @Override
    public ScheduleStore schedules() {
        return schedules;
    }

    @Override
    public QueueStore queues() {
        return queues;
    }

    @Override
    public WorkerStore workers() {
        return workers;
    }

    @Override
    public FailureStore failures() {
        return failures;
    }

    @Override
    public RollupStore rollups() {
        return rollups;
    }

    @Override
    public WakeUps wakeUps() {
        return wakeUps;
    }

    @Override
    public ConsoleStore console() {
        return console;
    }

    @Override
    public void close() {
        wakeUps.close();
        heart.close();
        if (ownPool != null) {
            ownPool.close();
        }
        if (readersPool != null) {
            readersPool.close();
        }
    }
}
