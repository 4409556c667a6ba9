package dev.rota.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The same on SQLite: one connection writes, group commit for single jobs, 1,000 jobs in a transaction in bulk. */
final class SqliteLimitContender implements Contender {
    private final Setup setup;
    private final ReentrantLock writing = new ReentrantLock();
    private @Nullable Connection connection;
    private List<Long> waiting = new ArrayList<>();
    private long written;
    private long added;
    private volatile boolean working;
    private @Nullable Thread worker;

    SqliteLimitContender(Setup setup) {
        this.setup = setup;
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("Not open");
        }
        return connection;
    }

    @Override
    public void open() throws SQLException {
        connection = DriverManager.getConnection(setup.url());
        try (Statement statement = connection().createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("pragma synchronous = " + setup.option("synchronous", "FULL"));
            statement.execute("create table l_job (id integer primary key autoincrement, type text, args text, queue text,"
                    + " priority integer, due_at integer, state text, claimed_at integer)");
            statement.execute("create index l_claim on l_job (queue, priority, due_at, id) where state = 'queued'");
            statement.execute("create table l_history (id integer primary key, type text, args text, queue text,"
                    + " priority integer, due_at integer, state text, claimed_at integer, finished_at integer)");
        }
        connection().setAutoCommit(false);
    }

    @Override
    public void enqueue(long number) throws SQLException {
        long mine;
        synchronized (this) {
            waiting.add(number);
            mine = ++added;
        }
        writing.lock();
        try {
            if (written < mine) {
                List<Long> batch;
                synchronized (this) {
                    batch = waiting;
                    waiting = new ArrayList<>();
                }
                insert(batch);
                written += batch.size();
            }
        } finally {
            writing.unlock();
        }
    }

    private void insert(List<Long> numbers) throws SQLException {
        try (PreparedStatement statement = connection()
                .prepareStatement("insert into l_job (type, args, queue, priority, due_at, state)"
                        + " values ('bench.job', ?, 'default', 100, ?, 'queued')")) {
            for (long n : numbers) {
                statement.setString(1, Payload.json(n));
                statement.setLong(2, n);
                statement.addBatch();
            }
            statement.executeBatch();
        }
        connection().commit();
    }

    @Override
    public void enqueueAll(long from, int count) throws SQLException {
        for (int done = 0; done < count; done += 1_000) {
            List<Long> numbers = new ArrayList<>();
            for (int i = done; i < Math.min(count, done + 1_000); i++) {
                numbers.add(from + i);
            }
            insert(numbers);
        }
    }

    @Override
    public void start(LongConsumer handler) {
        working = true;
        Thread thread = new Thread(() -> work(handler));
        worker = thread;
        thread.start();
    }

    private void work(LongConsumer handler) {
        try {
            List<Long> done = new ArrayList<>();
            while (working) {
                done = exchange(done, handler);
                if (done.isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> exchange(List<Long> done, LongConsumer handler) throws SQLException {
        List<Long> claimed = new ArrayList<>();
        try (PreparedStatement move = connection()
                        .prepareStatement("insert into l_history select id, type, args, queue, priority, due_at,"
                                + " 'succeeded', claimed_at, 0 from l_job where id = ?");
                PreparedStatement delete = connection().prepareStatement("delete from l_job where id = ?");
                PreparedStatement claim = connection()
                        .prepareStatement("update l_job set state = 'running', claimed_at = 0 where id in (select id"
                                + " from l_job where state = 'queued' and queue = 'default' order by priority, due_at,"
                                + " id limit 500) returning id, args")) {
            for (long id : done) {
                move.setLong(1, id);
                move.addBatch();
                delete.setLong(1, id);
                delete.addBatch();
            }
            move.executeBatch();
            delete.executeBatch();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    claimed.add(rows.getLong(1));
                    String json = rows.getString(2);
                    handler.accept(Long.parseLong(json.substring(json.indexOf(':') + 1, json.indexOf(','))));
                }
            }
        }
        connection().commit();
        return claimed;
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
        return setup.number("select count(*) from (select 1 from l_job limit 1) j") == 0;
    }

    @Override
    public long history() throws SQLException {
        return setup.number("select count(*) from l_history");
    }

    @Override
    public void close() throws SQLException {
        connection().close();
    }
}
