package dev.rota.sqlite;

import dev.rota.console.ConsoleStore;
import dev.rota.jdbc.Migrations;
import dev.rota.jdbc.Transactions;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteJDBCLoader;

/** Jobs in a SQLite file. Any number of processes on one machine may open the same file. Thread-safe. */
public final class SqliteStore implements Store {
    private static final Migrations MIGRATIONS = Migrations.load(SqliteStore.class, "V001__create_tables.sql");

    private final Path file;
    private final SqliteSettings.Synchronous synchronous;
    private final SqliteSessions sessions;
    private final Database database;
    private final SqliteJobStore jobs;
    private final SqliteJobArchive archive;
    private final SqliteScheduleStore schedules;
    private final SqliteQueueStore queues;
    private final SqliteWorkerStore workers;
    private final SqliteFailureStore failures;
    private final SqliteRollupStore rollups;
    private final SqliteWakeUps wakeUps;
    private final ConsoleStore console;

    private SqliteStore(Path file, SqliteSettings settings) {
        SqliteDialect dialect = new SqliteDialect(file);
        this.file = file;
        this.synchronous = settings.synchronous();
        this.sessions = new SqliteSessions(file, settings, dialect);
        this.database = new Database(new Transactions(sessions, dialect), settings.clock());
        SqliteEnqueuer enqueuer = new SqliteEnqueuer();
        this.jobs = new SqliteJobStore(database, enqueuer);
        this.archive = new SqliteJobArchive(database);
        this.schedules = new SqliteScheduleStore(database, enqueuer);
        this.queues = new SqliteQueueStore(database);
        this.workers = new SqliteWorkerStore(database);
        this.failures = new SqliteFailureStore(database);
        this.rollups = new SqliteRollupStore(database);
        this.wakeUps = new SqliteWakeUps(sessions);
        this.console = new JdbcConsole(database.transactions(), session -> database.now());
    }

    /** Opens a file with {@link SqliteSettings#DEFAULTS}; see {@link #open(Path, SqliteSettings)}. */
    public static SqliteStore open(Path file) {
        return open(file, SqliteSettings.DEFAULTS);
    }

    /**
     * Opens a file, and creates it if there is none. The tables are made by {@link #migrate()}.
     *
     * @throws StoreException if the file cannot be opened or written, or its directory is missing
     */
    public static SqliteStore open(Path file, SqliteSettings settings) {
        SqliteSessions.requireUsable(file);
        SqliteStore store = new SqliteStore(WriteGate.real(file), settings);
        try {
            store.database.write(session ->
                    session.statement(SqliteStatements.SCHEMA_VERSION).one(row -> row.number("schema_version")));
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the file that a data source connects to. The store has connections of its own. What writes through the data
     * source in this process must pass the file's {@link WriteGate}, as connections of {@link SqliteDataSource} do.
     *
     * @throws StoreException if the data source connects to no SQLite file
     */
    public static SqliteStore on(DataSource dataSource, SqliteSettings settings) {
        return open(fileOf(dataSource), settings);
    }

    /** The same with {@link SqliteSettings#DEFAULTS}. */
    public static SqliteStore on(DataSource dataSource) {
        return on(dataSource, SqliteSettings.DEFAULTS);
    }

    static Path fileOf(DataSource dataSource) {
        String url;
        try (Connection connection = dataSource.getConnection()) {
            url = connection.getMetaData().getURL();
        } catch (SQLException | RuntimeException e) {
            // Of a pool it is no SQLException.
            if (dataSource instanceof SQLiteDataSource plain) {
                SqliteSessions.requireUsable(fileOf(plain.getUrl()));
            }
            throw new StoreException("The data source gives no connection (" + e.getMessage() + ")", e, true);
        }
        return fileOf(url);
    }

    private static Path fileOf(@Nullable String url) {
        String path = url != null && url.startsWith(JDBC.PREFIX) ? url.substring(JDBC.PREFIX.length()) : "";
        int query = path.indexOf('?');
        path = query < 0 ? path : path.substring(0, query);
        if (path.isEmpty() || path.contains(":memory:") || path.startsWith("file:")) {
            throw new StoreException(
                    "The data source connects to " + url + ", expected jdbc:sqlite: and the path of a file",
                    null,
                    false);
        }
        return Path.of(path);
    }

    @Override
    public String describe() {
        return "SQLite " + SQLiteJDBCLoader.getVersion() + ", file " + file;
    }

    @Override
    public void migrate() {
        MIGRATIONS.run(database.transactions(), database.now());
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

    @Override
    public Instant now() {
        return database.now();
    }

    @Override
    public void transaction(JobContext.TransactionalWork work) throws Exception {
        database.<Boolean, Exception>write(session -> {
            work.run(session.connection());
            return true;
        });
    }

    @Override
    public boolean writesOneAtATime() {
        return true;
    }

    /** Of the file alone: what each table takes could only be told by reading all of it. */
    @Override
    public Size size() {
        long bytes = database.read(
                session -> session.statement(SqliteStatements.DATABASE_SIZE).one(row -> row.number("bytes")));
        return new Size(bytes, Map.of());
    }

    @Override
    public List<Finding> diagnose() {
        return new SqliteDiagnosis(file, database, synchronous).find();
    }

    @Override
    public List<Finding> glance(JobStore.Retention retention) {
        return new SqliteDiagnosis(file, database, synchronous).glance(retention);
    }

    /**
     * Copies the database, as it is at this moment, into a file of its own. Whoever works on the database, here or in
     * another process, goes on meanwhile; its log cannot be cut short until the copy is written.
     *
     * @param copy a file that is not there yet, in a directory that is
     * @return how many bytes the copy has, which was checked and stands on the disk
     * @throws StoreException if the file is there, cannot be written, or the copy is not sound
     */
    public long backup(Path copy) {
        return new SqliteBackup(file).to(copy);
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

    /** Closes what is open; afterwards every method throws {@link StoreException}. May be called again. */
    @Override
    public void close() {
        wakeUps.close();
        sessions.close();
    }
}
