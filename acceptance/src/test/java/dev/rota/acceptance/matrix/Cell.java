package dev.rota.acceptance.matrix;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One fault on one store, once. */
final class Cell {
    private static final int SMALL_DISK_MIB = 200;
    private static final long MOST_SETTLING_NANOS = Duration.ofSeconds(60).toNanos();
    /** On a slow machine it drives on after the fault, until it has made so many. */
    private static final int ENOUGH_ORDERS = 200;

    private static final long MOST_DRIVING_NANOS = Duration.ofSeconds(8).toNanos();
    private static final String SCHEDULE = "matrix.tick";

    private final Fault fault;
    private final TestDatabase.Kind kind;
    private final long seed;
    private final boolean inFull;
    private final Path directory;
    private final Random random;
    private @Nullable SmallDisk disk;
    private @Nullable TestDatabase database;
    private @Nullable Stage stage;
    private @Nullable Driver driver;
    private @Nullable Connection holding;

    /**
     * A cell that is not run yet.
     *
     * @param directory for its files, which exists not yet
     * @param inFull true if time is not short
     */
    Cell(Fault fault, TestDatabase.Kind kind, long seed, Path directory, boolean inFull) {
        this.fault = fault;
        this.kind = kind;
        this.seed = seed;
        this.inFull = inFull;
        this.directory = directory;
        this.random = new Random(seed);
    }

    @Override
    public String toString() {
        return fault + " on " + kind + ", seed " + seed;
    }

    TestDatabase.Kind kind() {
        return kind;
    }

    Fault fault() {
        return fault;
    }

    Path directory() {
        return directory;
    }

    TestDatabase database() {
        return Objects.requireNonNull(database, "the stage is set");
    }

    Stage stage() {
        return Objects.requireNonNull(stage, "the stage is set");
    }

    Driver driver() {
        return Objects.requireNonNull(driver, "the driver drives");
    }

    SmallDisk disk() {
        return Objects.requireNonNull(disk, "the cell has a disk of its own");
    }

    /** Runs these statements on a connection of its own, and leaves its transaction open. */
    void hold(String... statements) throws SQLException {
        Connection connection = database().connect();
        holding = connection;
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    void letGo() throws SQLException {
        Objects.requireNonNull(holding, "something is held").close();
    }

    /**
     * Runs it.
     *
     * @param server that PostgreSQL cells of this lane have in common
     */
    Verdict run(PostgresServer server) throws Exception {
        Files.createDirectories(directory);
        PostgresServer own = null;
        try {
            if (fault.is(Fault.Trait.OWN_DISK)) {
                disk = SmallDisk.mount(directory.resolve("disk"), SMALL_DISK_MIB);
                own = kind == TestDatabase.Kind.POSTGRES ? PostgresServer.start(disk.root()) : null;
            }
            database = open(own == null ? server : own);
            stage = new Stage(directory, database, random, fault.is(Fault.Trait.WRONG_CLOCKS));
            return runOnStage();
        } finally {
            close(own);
        }
    }

    private TestDatabase open(PostgresServer server) throws SQLException {
        Path place = disk == null ? directory : disk.root();
        return kind == TestDatabase.Kind.POSTGRES
                ? server.newDatabase()
                : new TestDatabase.SqliteFile(place.resolve("rota.db"));
    }

    private void close(@Nullable PostgresServer own) throws Exception {
        if (stage != null) {
            stage.close();
        }
        if (own != null) {
            own.close();
        } else if (database != null) {
            database.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private Verdict runOnStage() throws Exception {
        try (Store store = database().open(stage().clock());
                Driver driving = new Driver(store, new Random(random.nextLong()))) {
            driver = driving;
            Rota rota = Rota.builder(store, new JacksonCodec()).build();
            database().execute("create table matrix_effect (job_id bigint, lease bigint, worker varchar(50))");
            rota.queues().limit(Work.NARROW_QUEUE, new Limits(Work.NARROW_LIMIT, null, null));
            rota.schedules()
                    .put(Schedule.every(SCHEDULE, Duration.ofSeconds(1))
                            .overlap(OverlapPolicy.ALLOW)
                            .runs(Work.TICK, new Work.Args(0, 5, "")));
            boolean deaf = fault.is(Fault.Trait.DEAF) && kind == TestDatabase.Kind.SQLITE;
            stage().start(1, deaf);
            stage().start(1, deaf);
            stage().workers().forEach(stage()::awaitUp);
            long healed = strikeAndHeal(driving);
            rota.schedules().pause(SCHEDULE, "matrix", "the end", null);
            boolean settled = settles();
            stage().stopAll();
            return new Examination(this, driving.orders(), healed, settled).verdict();
        }
    }

    private long strikeAndHeal(Driver driving) throws Exception {
        driving.start();
        waiting(700 + random.nextInt(800));
        fault.strike(this);
        waiting(fault.lasts(inFull));
        long healed = System.nanoTime();
        fault.heal(this);
        waiting(1_500);
        long end = System.nanoTime() + MOST_DRIVING_NANOS;
        while (driving.orders().size() < ENOUGH_ORDERS && System.nanoTime() < end) {
            waiting(100);
        }
        driving.stop();
        return healed;
    }

    private void waiting(long millis) throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        do {
            Pause.millis(Math.min(100, millis));
            if (fault.is(Fault.Trait.REPLACES_DEAD)) {
                stage().replaceDead();
            }
        } while (System.nanoTime() < end);
    }

    /** Waits until there is nothing left to do; false if that does not come to pass. */
    private boolean settles() throws IOException, SQLException {
        long end = System.nanoTime() + MOST_SETTLING_NANOS;
        while (database().number("select count(*) from rota_job where state <> 'failed'") > 0) {
            if (System.nanoTime() > end) {
                return false;
            }
            waiting(50);
        }
        return true;
    }
}
