package dev.rota.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.store.CallerTransaction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The request of a web application that stores a user and leaves two tasks behind, a mail and a line of an audit log: how
 * long the answer takes when the tasks take no time, when each takes five seconds, and when there are none. The password
 * is not hashed, which would take longer than all the rest.
 */
final class Register {
    private static final JobType<Payload> WELCOME = JobType.of("bench.welcome", Payload.class);
    private static final JobType<Payload> AUDIT = JobType.of("bench.audit", Payload.class);

    private final Setup setup;
    private final boolean tasks;
    private final Duration taken;
    private final HikariDataSource pool;
    private final AtomicLong users = new AtomicLong();
    private final Joining joining = new Joining();

    Register(Setup setup, boolean tasks, Duration taken) {
        this.setup = setup;
        this.tasks = tasks;
        this.taken = taken;
        this.pool = setup.pool(8);
    }

    /** The transaction of the thread that handles a request. */
    private static final class Joining implements CallerTransaction {
        private final ThreadLocal<Optional<Connection>> current = ThreadLocal.withInitial(Optional::empty);
        private final ThreadLocal<Runnable> after = ThreadLocal.withInitial(() -> () -> {});

        @Override
        public Optional<Connection> connection() {
            return current.get();
        }

        @Override
        public void afterCommit(Runnable action) {
            Runnable before = after.get();
            after.set(() -> {
                before.run();
                action.run();
            });
        }

        void begin(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            current.set(Optional.of(connection));
        }

        void commit(Connection connection) throws SQLException {
            connection.commit();
            connection.setAutoCommit(true);
            Runnable actions = after.get();
            current.remove();
            after.remove();
            actions.run();
        }
    }

    void run() throws Exception {
        setup.run("create table users (id bigint primary key, name text not null unique)");
        try (PostgresStore store = PostgresStore.open(PostgresSettings.of(setup.url(), null, null));
                Rota rota = Rota.builder(store, new JacksonCodec())
                        .handler(WELCOME, (args, job) -> LockSupport.parkNanos(taken.toNanos()))
                        .handler(AUDIT, (args, job) -> LockSupport.parkNanos(taken.toNanos()))
                        .joining(joining)
                        .grace(Duration.ZERO)
                        .build()) {
            rota.start();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newFixedThreadPool(4));
            server.createContext("/auth/register", exchange -> register(rota, exchange));
            server.start();
            measure(URI.create("http://localhost:" + server.getAddress().getPort() + "/auth/register"));
            server.stop(0);
        }
        pool.close();
    }

    private void register(Rota rota, HttpExchange exchange) throws IOException {
        long id = users.getAndIncrement();
        int status = 200;
        try (Connection connection = pool.getConnection()) {
            joining.begin(connection);
            try (PreparedStatement insert = connection.prepareStatement("insert into users values (?, ?)")) {
                insert.setLong(1, id);
                insert.setString(2, "user-" + id);
                insert.executeUpdate();
            }
            if (tasks) {
                rota.enqueue(WELCOME, Payload.of(id));
                rota.enqueue(AUDIT, Payload.of(id));
            }
            joining.commit(connection);
        } catch (SQLException e) {
            status = 500;
        }
        byte[] body = ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void measure(URI uri) throws IOException, InterruptedException {
        int warm = 500;
        double[] took = new double[setup.number("requests", 1_000)];
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        for (int i = -warm; i < took.length; i++) {
            long from = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("Status " + answer.statusCode() + ", expected 200");
            }
            if (i >= 0) {
                took[i] = (System.nanoTime() - from) / 1e6;
            }
        }
        Percentiles.report("", took);
    }
}
