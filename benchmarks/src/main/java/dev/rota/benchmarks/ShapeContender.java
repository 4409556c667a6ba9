package dev.rota.benchmarks;

import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.store.Store;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the claim of a job may cost, by the shape in which it is written down: bare statements on one connection, on Rota's
 * own tables. See {@code docs/adr/0011-rows-not-a-log.md}.
 *
 * <p>With the option {@code mixed=1} every tenth job has another priority, and every fiftieth is retried once.
 */
final class ShapeContender implements Contender {
    /** How it is written down which jobs have been claimed. */
    enum Shape {
        /** In the job's row, as Rota does. */
        ROWS,
        /** In the job's row, without a new entry in any index; a worker's jobs are not found by it. */
        HOT,
        /** The job's row is left alone: one row for each claim of many jobs, and the claims go on where the last ended. */
        BATCH,
        /** Jobs are never changed or moved: a place in a log for all, and a row for each completion of many. */
        LOG
    }

    private static final long WORKER = 1;
    private static final int AHEAD = 2;
    private static final long SWEEP_NANOS = 1_000_000_000L;

    private final Setup setup;
    private final Shape shape;
    private final boolean mixed;
    private final Map<Long, Integer> left = new HashMap<>();
    private final TreeMap<Integer, Floor> floors = new TreeMap<>();
    private long sweptAt = System.nanoTime();
    private volatile boolean working;
    private @Nullable Thread worker;

    private record Held(long id, long lease, boolean again) {}

    private record Floor(Timestamp dueAt, long id) {}

    ShapeContender(Setup setup, Shape shape) {
        this.setup = setup;
        this.shape = shape;
        this.mixed = setup.number("mixed", 0) == 1;
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(setup.url());
        try (Statement statement = connection.createStatement()) {
            statement.execute(ShapeStatements.TUNE);
        }
        return connection;
    }

    @Override
    public void open() throws SQLException {
        try (Store store = PostgresStore.open(PostgresSettings.of(setup.url(), null, null))) {
            store.migrate();
        }
        if (shape == Shape.HOT) {
            setup.run(ShapeStatements.HOT_TABLES);
        } else if (shape == Shape.BATCH) {
            setup.run(ShapeStatements.BATCH_TABLES);
        } else if (shape == Shape.LOG) {
            setup.run(ShapeStatements.LOG_TABLES);
        }
    }

    @Override
    public void enqueue(long number) throws SQLException {
        enqueueAll(number, 1);
    }

    @Override
    public void enqueueAll(long from, int count) throws SQLException {
        long to = from + count - 1;
        String args = "'{\"n\":' || n || ',\"text\":\"" + "x".repeat(75) + "\"}'";
        if (shape == Shape.LOG) {
            setup.run("insert into s_log (type, args) select 'bench.job', " + args + " from generate_series(" + from
                    + ", " + to + ") n");
            return;
        }
        setup.run("insert into rota_job (id, type, version, args, queue, priority, state, claimable, due_at,"
                + " max_attempts, enqueued_at) select nextval('rota_job_id'), 'bench.job', 1, " + args + ", 'default', "
                + (mixed ? "case when n % 10 = 0 then 50 else 100 end" : "100")
                + ", 'queued', true, now(), 5, now() from generate_series(" + from + ", " + to + ") n");
    }

    @Override
    public void start(LongConsumer handler) {
        working = true;
        Thread thread = new Thread(() -> work(handler));
        worker = thread;
        thread.start();
    }

    private void work(LongConsumer handler) {
        int most = setup.number("batch", 1_000);
        String sql = switch (shape) {
            case ROWS -> ShapeStatements.ROWS;
            case HOT -> ShapeStatements.HOT;
            case BATCH -> ShapeStatements.BATCH;
            case LOG -> ShapeStatements.LOG;
        };
        try (Connection connection = connect();
                PreparedStatement exchange = connection.prepareStatement(sql)) {
            ArrayDeque<List<Held>> held = new ArrayDeque<>();
            boolean full = false;
            while (working || !held.isEmpty()) {
                // As a worker does that claims ahead of its slots: the last batches are still under way.
                List<Held> done = held.isEmpty() || full && held.size() < AHEAD ? List.of() : held.remove();
                retry(connection, done.stream().filter(Held::again).toList());
                bind(exchange, done.stream().filter(one -> !one.again()).toList(), most);
                List<Held> claimed = read(exchange, handler);
                full = claimed.size() == most;
                if (!claimed.isEmpty()) {
                    held.add(claimed);
                } else if (held.isEmpty()) {
                    floors.clear();
                    LockSupport.parkNanos(1_000_000);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bind(PreparedStatement exchange, List<Held> done, int most) throws SQLException {
        Connection connection = exchange.getConnection();
        Object[] ids = done.stream().map(Held::id).toArray();
        Object[] leases = done.stream().map(Held::lease).toArray();
        exchange.setArray(1, connection.createArrayOf("bigint", ids));
        if (shape == Shape.LOG) {
            exchange.setInt(2, most);
            return;
        }
        exchange.setArray(2, connection.createArrayOf("bigint", leases));
        if (shape != Shape.BATCH) {
            exchange.setLong(3, WORKER);
            exchange.setInt(4, most);
            if (shape == Shape.HOT) {
                bindFloors(exchange, 5);
            }
            return;
        }
        TreeSet<Long> batches = new TreeSet<>();
        done.forEach(held -> batches.add(held.lease()));
        exchange.setArray(3, connection.createArrayOf("bigint", batches.toArray()));
        exchange.setLong(4, WORKER);
        exchange.setArray(5, connection.createArrayOf("bigint", ended(done)));
        exchange.setLong(6, WORKER);
        exchange.setInt(7, most);
        bindFloors(exchange, 8);
    }

    private void bindFloors(PreparedStatement exchange, int from) throws SQLException {
        Connection connection = exchange.getConnection();
        if (System.nanoTime() - sweptAt > SWEEP_NANOS) {
            // What was committed late stands below.
            floors.clear();
            sweptAt = System.nanoTime();
        }
        exchange.setArray(
                from, connection.createArrayOf("integer", floors.keySet().toArray()));
        exchange.setArray(
                from + 1,
                connection.createArrayOf(
                        "timestamptz",
                        floors.values().stream().map(Floor::dueAt).toArray()));
        exchange.setArray(
                from + 2,
                connection.createArrayOf(
                        "bigint", floors.values().stream().map(Floor::id).toArray()));
    }

    /** The batches all of whose jobs have ended. */
    private Object[] ended(List<Held> done) {
        List<Long> ended = new ArrayList<>();
        for (Held held : done) {
            if (left.merge(held.lease(), -1, Integer::sum) == 0) {
                left.remove(held.lease());
                ended.add(held.lease());
            }
        }
        return ended.toArray();
    }

    private List<Held> read(PreparedStatement exchange, LongConsumer handler) throws SQLException {
        exchange.execute();
        if (shape == Shape.BATCH) {
            exchange.getMoreResults();
            exchange.getMoreResults();
        }
        List<Held> claimed = new ArrayList<>();
        try (ResultSet rows = exchange.getResultSet()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int i = 1; i <= columns; i++) {
                    // What a job system would do with them.
                    rows.getObject(i);
                }
                claimed.add(take(rows, handler));
            }
        }
        return claimed;
    }

    private Held take(ResultSet rows, LongConsumer handler) throws SQLException {
        long lease = rows.getLong("held");
        String json = rows.getString("args");
        long number = Long.parseLong(json.substring(json.indexOf(':') + 1, json.indexOf(',')));
        boolean again = false;
        if (shape != Shape.LOG) {
            // The attempt before the first is 0 where a claim does not count it in the row.
            int first = shape == Shape.BATCH ? 0 : 1;
            again = mixed && number % 50 == 0 && rows.getInt("attempt") == first;
            floors.put(rows.getInt("priority"), new Floor(rows.getTimestamp("due_at"), rows.getLong("id")));
        }
        left.merge(lease, 1, Integer::sum);
        if (!again) {
            handler.accept(number);
        }
        return new Held(rows.getLong("id"), lease, again);
    }

    private void retry(Connection connection, List<Held> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        Object[] ids = jobs.stream().map(Held::id).toArray();
        boolean rows = shape == Shape.ROWS;
        String sql = rows ? ShapeStatements.ROWS_RETRY : ShapeStatements.BATCH_RETRY;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (rows) {
                statement.setArray(1, connection.createArrayOf("bigint", ids));
                statement.setLong(2, WORKER);
            } else {
                TreeSet<Long> batches = new TreeSet<>();
                jobs.forEach(held -> batches.add(held.lease()));
                statement.setArray(1, connection.createArrayOf("bigint", batches.toArray()));
                statement.setArray(2, connection.createArrayOf("bigint", ids));
                ended(jobs);
            }
            statement.executeUpdate();
        }
    }

    @Override
    public void stop() throws InterruptedException {
        working = false;
        if (worker != null) {
            worker.join();
        }
    }

    @Override
    public boolean isDrained() throws SQLException {
        return shape == Shape.LOG
                ? setup.number("select (select count(*) from s_log) - (select coalesce(sum(cardinality(jobs)), 0)"
                                + " from s_done)")
                        == 0
                : setup.number("select count(*) from (select 1 from rota_job limit 1) j") == 0;
    }

    @Override
    public long history() throws SQLException {
        return shape == Shape.LOG
                ? setup.number("select count(*) from s_log")
                : setup.number("select count(*) from rota_history where state = 'succeeded'");
    }

    @Override
    public void close() {}
}
