package dev.rota.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a connection of its own, on a thread of its own, and connects again when the connection breaks: after 100 ms,
 * then twice as long each time, up to half a minute. After each connecting it says that anything may have happened.
 */
final class PostgresListener {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresListener.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After so long without notification the connection is tried, so that one that broke in silence is found. */
    private static final Duration PROBE = Duration.ofSeconds(30);

    private static final long LONGEST_END_MS = 1_000;

    /** Where connections for listening come from. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private final Consumer<Set<String>> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Connection connection;
    private volatile boolean listening;

    PostgresListener(Connector connector, Consumer<Set<String>> listener) {
        this.connector = connector;
        this.listener = listener;
        this.thread = new Thread(this::run, "rota-postgres-listen");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!isClosed()) {
            boolean connected = listenUntilBroken();
            pause = connected ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            try {
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whether it got as far as listening. */
    private boolean listenUntilBroken() {
        boolean connected = false;
        try (Connection opened = connector.connect();
                Statement statement = opened.createStatement()) {
            connection = opened;
            opened.setAutoCommit(true);
            PGConnection postgres = opened.unwrap(PGConnection.class);
            statement.execute("listen rota_wake");
            connected = true;
            listening = true;
            tell(Set.of());
            while (!isClosed()) {
                PGNotification[] notifications = postgres.getNotifications((int) PROBE.toMillis());
                if (notifications == null || notifications.length == 0) {
                    statement.execute("");
                } else {
                    for (PGNotification notification : notifications) {
                        tell(PostgresWakeUps.queues(notification.getParameter()));
                    }
                }
            }
            statement.execute("unlisten rota_wake");
        } catch (SQLException | RuntimeException e) {
            if (!isClosed()) {
                LOG.debug("Cannot listen for wake-ups now, polling goes on", e);
            }
        } finally {
            listening = false;
            connection = null;
        }
        return connected;
    }

    /** True from the moment it listens until the connection is known to be broken. */
    boolean isListening() {
        return listening;
    }

    /** Under the same lock as closing, so that nothing is told after that. */
    private synchronized void tell(Set<String> queues) {
        try {
            if (!isClosed()) {
                listener.accept(queues);
            }
        } catch (RuntimeException e) {
            LOG.error("What was told of a wake-up failed", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /**
     * Ends listening.
     *
     * @param nudge sends a notification, so that the listener looks up and ends by itself; what does not end by it is cut off
     */
    void close(Runnable nudge) {
        synchronized (this) {
            closed.countDown();
        }
        if (connection != null) {
            nudge.run();
        }
        boolean interrupted = false;
        try {
            thread.join(LONGEST_END_MS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        cutOff();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void cutOff() {
        Connection open = connection;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Connection for listening could not be cut off", e);
            }
        }
    }
}
