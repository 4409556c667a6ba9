package dev.rota.acceptance.matrix;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what workers tell it, with an instant of its own clock. It lives in the process that drives the matrix, and
 * neither the store's failing nor a worker's wrong clock reaches it. What carries an older lease than it has seen of that
 * job is written down as refused. Thread-safe.
 */
final class Ledger implements AutoCloseable {
    /** What happened. */
    enum Verb {
        /** A handler begins. */
        BEGIN,
        /** It ends well. */
        DONE,
        /** It ends otherwise. */
        LEFT,
        /** A worker was stopped in the midst of what it did, and may go on later. */
        FROZEN,
        /** A worker's connection has ended: it is dead. */
        GONE
    }

    /**
     * One line of the ledger.
     *
     * @param nanos on the clock of {@link System#nanoTime()} of this process
     * @param lease the fencing token that it came with
     * @param accepted false if a later lease had been seen
     */
    record Line(
            long nanos,
            Verb verb,
            String worker,
            long job,
            long lease,
            long number,
            String type,
            String key,
            boolean accepted) {}

    private final ServerSocket server;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Long, Long> highest = new HashMap<>();

    Ledger() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("ledger", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** All that was written down so far, in its order. */
    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Writes down that a worker is stopped in the midst of what it does. */
    synchronized void frozen(String worker) {
        lines.add(new Line(System.nanoTime(), Verb.FROZEN, worker, 0, 0, 0, "", "", true));
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("ledger of a worker", () -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new IllegalStateException("The ledger accepts no more", e);
                }
            }
        }
    }

    /** Each line is a verb, the worker, job, lease, number, type and key, with tabs between. */
    private void serve(Socket socket) {
        String worker = "";
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out =
                        new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
            socket.setTcpNoDelay(true);
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                String[] words = text.split("\t", -1);
                worker = words[1];
                out.write(write(words) ? "ok\n" : "stale\n");
                out.flush();
            }
        } catch (IOException e) {
            // A killed worker ends like this.
        }
        synchronized (this) {
            lines.add(new Line(System.nanoTime(), Verb.GONE, worker, 0, 0, 0, "", "", true));
        }
    }

    private synchronized boolean write(String[] words) {
        long job = Long.parseLong(words[2]);
        long lease = Long.parseLong(words[3]);
        boolean accepted = lease >= highest.getOrDefault(job, 0L);
        highest.merge(job, lease, Math::max);
        lines.add(new Line(
                System.nanoTime(),
                Verb.valueOf(words[0]),
                words[1],
                job,
                lease,
                Long.parseLong(words[4]),
                words[5],
                words[6],
                accepted));
        return accepted;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
