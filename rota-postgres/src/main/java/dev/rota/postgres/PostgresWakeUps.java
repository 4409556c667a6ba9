package dev.rota.postgres;

import dev.rota.store.StoreException;
import dev.rota.store.WakeUps;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes workers in other processes by NOTIFY. It is sent outside users' transactions, which a NOTIFY would line up behind
 * one lock, and at most once in a millisecond, or in four where much is sent: what is to be sent meanwhile goes with the
 * next. A signal need not survive a crash, so nobody waits for the disk.
 */
final class PostgresWakeUps implements WakeUps, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeUps.class);
    private static final int MOST_BYTES = 7900;
    private static final long SHORTEST_PAUSE_MS = 1;
    private static final long LONGEST_PAUSE_MS = 4;

    /** Stands for "anything may have happened", and for queues whose names are too long together. */
    static final String ANYTHING = "";

    private final PostgresDatabase database;
    private final PostgresListener.Connector connector;
    private final ScheduledExecutorService sender;
    private final CopyOnWriteArrayList<PostgresListener> listeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    private Set<String> pending = new TreeSet<>();
    private boolean sending;
    private long pauseMs = SHORTEST_PAUSE_MS;

    PostgresWakeUps(PostgresDatabase database, PostgresListener.Connector connector) {
        this.database = database;
        this.connector = connector;
        this.sender = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "rota-postgres-notify");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void send(Set<String> queues) {
        synchronized (lock) {
            if (queues.isEmpty()) {
                pending.add(ANYTHING);
            } else {
                pending.addAll(queues);
            }
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            sender.execute(this::sendPending);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, nobody is woken up", e);
        }
    }

    private void sendPending() {
        Set<String> queues;
        synchronized (lock) {
            queues = pending;
            pending = new TreeSet<>();
            if (queues.isEmpty()) {
                sending = false;
                pauseMs = SHORTEST_PAUSE_MS;
                return;
            }
        }
        try {
            database.plain(session -> session.statement(PostgresStatements.NOTIFY)
                    .set("payload", payload(queues))
                    .any());
        } catch (StoreException e) {
            LOG.debug("Could not wake workers in other processes, they will poll", e);
        } finally {
            again();
        }
    }

    private void nudge() {
        try {
            database.plain(session -> session.statement(PostgresStatements.NOTIFY)
                    .set("payload", ANYTHING)
                    .any());
        } catch (StoreException e) {
            LOG.debug("Could not tell the listener that it ends", e);
        }
    }

    private void again() {
        try {
            long pause = pauseMs;
            pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pause);
            var unused = sender.schedule(this::sendPending, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed, nobody is woken up", e);
        }
    }

    static String payload(Set<String> queues) {
        if (queues.contains(ANYTHING)) {
            return ANYTHING;
        }
        String names = String.join("\n", queues);
        return names.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES ? ANYTHING : names;
    }

    static Set<String> queues(String payload) {
        return payload.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(payload.split("\n", -1)));
    }

    @Override
    public Listening listen(Consumer<Set<String>> listener) {
        PostgresListener listening = new PostgresListener(connector, listener);
        listeners.add(listening);
        listening.start();
        return new Listening() {
            @Override
            public boolean isPrompt() {
                return listening.isListening();
            }

            @Override
            public void close() {
                listeners.remove(listening);
                listening.close(PostgresWakeUps.this::nudge);
            }
        };
    }

    @Override
    public void close() {
        sender.shutdownNow();
        listeners.forEach(listener -> listener.close(this::nudge));
        listeners.clear();
    }
}
