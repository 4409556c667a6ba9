package dev.rota.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * What PostgreSQL gives to bare statements that do the least a job system must: a row for each job, a claim in order, a
 * move to a history. No attempts, no fencing, no limits, no uniqueness: nobody can be faster with rows in tables.
 */
final class LimitContender implements Contender {
    private static final String INSERT =
            "insert into l_job (type, args, queue, priority, due_at) select 'bench.job', a,"
                    + " 'default', 100, now() from unnest(?) a";
    private static final String EXCHANGE = """
            with finished as (delete from l_job where id = any (?) returning *),
            moved as (
                insert into l_history select id, type, args, queue, priority, due_at, 'succeeded', claimed_at, now()
                from finished
            )
            update l_job set state = 'running', claimed_at = now()
            where id in (
                select id from l_job where state = 'queued' and queue = 'default' and due_at <= now()
                order by priority, due_at, id limit ? for update skip locked)
            returning id, args""";

    /** How jobs are enqueued. */
    enum Way {
        /** One transaction for each job. */
        EACH,
        /** One transaction for all that wait; in bulk, {@code unnest}. */
        COALESCED,
        /** In bulk, COPY. */
        COPY
    }

    private final Setup setup;
    private final Way way;
    private final ThreadLocal<Connection> own = ThreadLocal.withInitial(this::connect);
    private final ReentrantLock writing = new ReentrantLock();
    private List<Long> waiting = new ArrayList<>();
    private long written;
    private long added;
    private volatile boolean working;
    private @Nullable Thread worker;

    LimitContender(Setup setup, Way way) {
        this.setup = setup;
        this.way = way;
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(setup.url());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void open() throws SQLException {
        setup.run(
                """
                create table l_job (
                    id bigint primary key generated always as identity (cache 1000), type text not null,
                    args text not null, queue text not null, priority integer not null, due_at timestamptz not null,
                    state text not null default 'queued', claimed_at timestamptz)
                    with (autovacuum_vacuum_scale_factor = 0.01)""",
                "create index l_claim on l_job (queue, priority, due_at, id) where state = 'queued'",
                "create table l_history (id bigint, type text, args text, queue text, priority integer,"
                        + " due_at timestamptz, state text, claimed_at timestamptz, finished_at timestamptz)",
                "create index l_history_id on l_history (id)");
    }

    @Override
    public void enqueue(long number) throws SQLException {
        if (way == Way.EACH) {
            insert(own.get(), List.of(number));
            return;
        }
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
                insert(own.get(), batch);
                written += batch.size();
            }
        } finally {
            writing.unlock();
        }
    }

    private static void insert(Connection connection, List<Long> numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            Object[] args = numbers.stream().map(Payload::json).toArray();
            statement.setArray(1, connection.createArrayOf("text", args));
            statement.executeUpdate();
        }
    }

    @Override
    public void enqueueAll(long from, int count) throws Exception {
        if (way != Way.COPY) {
            for (int done = 0; done < count; done += 1_000) {
                List<Long> numbers = new ArrayList<>();
                for (int i = done; i < Math.min(count, done + 1_000); i++) {
                    numbers.add(from + i);
                }
                insert(own.get(), numbers);
            }
            return;
        }
        StringBuilder rows = new StringBuilder();
        for (long n = from; n < from + count; n++) {
            rows.append("bench.job\t").append(Payload.json(n)).append("\tdefault\t100\tnow\n");
        }
        own.get()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "copy l_job (type, args, queue, priority, due_at) from stdin",
                        new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void start(LongConsumer handler) {
        working = true;
        Thread thread = new Thread(() -> work(handler));
        worker = thread;
        thread.start();
    }

    private void work(LongConsumer handler) {
        int batch = setup.number("batch", 500);
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(EXCHANGE)) {
            List<Long> done = new ArrayList<>();
            while (working) {
                statement.setArray(1, connection.createArrayOf("bigint", done.toArray()));
                statement.setInt(2, batch);
                List<Long> claimed = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        claimed.add(rows.getLong(1));
                        String json = rows.getString(2);
                        handler.accept(Long.parseLong(json.substring(json.indexOf(':') + 1, json.indexOf(','))));
                    }
                }
                if (claimed.isEmpty() && done.isEmpty()) {
                    LockSupport.parkNanos(1_000_000);
                }
                done = claimed;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
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
        return setup.number("select count(*) from (select 1 from l_job limit 1) j") == 0;
    }

    @Override
    public long history() throws SQLException {
        return setup.number("select count(*) from l_history");
    }

    @Override
    public void close() {}
}
