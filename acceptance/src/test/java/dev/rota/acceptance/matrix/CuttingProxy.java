package dev.rota.acceptance.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands between a worker and PostgreSQL, and cuts what passes through it. Thread-safe. */
final class CuttingProxy implements AutoCloseable {
    /** What it does to what passes. */
    enum Mode {
        PASS,
        /** Now and then half of what a worker says arrives, and then the connection ends. */
        CUT_STATEMENTS,
        /** Now and then what a worker says arrives and is done, and the connection ends before the answer. */
        CUT_ANSWERS,
        /** Nobody gets in, and who was in is thrown out. */
        REFUSE,
        /** Nothing passes, though connections stay. */
        STALL
    }

    private static final double CUT = 0.03;
    private static final double CUT_AT_COMMIT = 0.3;
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final int serverPort;
    private final Random random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mode mode = Mode.PASS;
    private volatile boolean deaf;
    private volatile @Nullable ServerSocket listening;
    private final int port;

    CuttingProxy(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.random = new Random(seed);
        ServerSocket first = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = first.getLocalPort();
        listen(first);
    }

    int port() {
        return port;
    }

    /** From now on. */
    void mode(Mode newMode) throws IOException {
        boolean refused = mode == Mode.REFUSE;
        mode = newMode;
        if (newMode == Mode.REFUSE) {
            close();
        } else if (refused) {
            ServerSocket again = new ServerSocket();
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listen(again);
        }
    }

    /** From now on no notification passes, or all do. */
    void deaf(boolean nowDeaf) {
        deaf = nowDeaf;
    }

    private void listen(ServerSocket socket) {
        listening = socket;
        start("proxy", () -> accept(socket));
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                new Link(client).start();
            } catch (IOException e) {
                // Either it listens no more, or the server behind does not: the worker sees that its connection ends.
            }
        }
    }

    /** One connection through it. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean dropsAnswer;

        Link(Socket client) throws IOException {
            this.client = client;
            open.add(client);
            try {
                server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            } catch (IOException e) {
                open.remove(client);
                client.close();
                throw e;
            }
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            CuttingProxy.start("proxy to server", () -> pump(client, server, this::toServer));
            CuttingProxy.start("proxy to worker", () -> pump(server, client, new Frames()::toClient));
        }

        private boolean toServer(OutputStream to, byte[] bytes, int length) throws IOException {
            Mode now = mode;
            boolean cut = random.nextDouble() < (contains(bytes, length, COMMIT) ? CUT_AT_COMMIT : CUT);
            if (now == Mode.CUT_STATEMENTS && cut) {
                to.write(bytes, 0, length / 2);
                to.flush();
                return false;
            }
            dropsAnswer |= now == Mode.CUT_ANSWERS && cut;
            to.write(bytes, 0, length);
            return true;
        }

        private void pump(Socket from, Socket to, Passing passing) {
            byte[] bytes = new byte[64 * 1024];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                    while (mode == Mode.STALL) {
                        Pause.millis(20);
                    }
                    if (!passing.pass(out, bytes, length)) {
                        return;
                    }
                }
            } catch (IOException e) {
                // One side has ended: so does the other.
            } finally {
                open.remove(from);
                open.remove(to);
            }
        }

        /** The server's side: messages of a byte for their kind and four for their length, which counts itself. */
        private final class Frames {
            private byte[] rest = new byte[0];

            boolean toClient(OutputStream to, byte[] bytes, int length) throws IOException {
                if (dropsAnswer) {
                    return false;
                }
                byte[] all = new byte[rest.length + length];
                System.arraycopy(rest, 0, all, 0, rest.length);
                System.arraycopy(bytes, 0, all, rest.length, length);
                int at = 0;
                while (all.length - at >= 5) {
                    int end = at + 1 + java.nio.ByteBuffer.wrap(all, at + 1, 4).getInt();
                    if (end > all.length) {
                        break;
                    }
                    if (!(deaf && all[at] == 'A')) {
                        to.write(all, at, end - at);
                    }
                    at = end;
                }
                rest = java.util.Arrays.copyOfRange(all, at, all.length);
                to.flush();
                return true;
            }
        }
    }

    /** Passes bytes on; false ends the connection. */
    private interface Passing {
        boolean pass(OutputStream to, byte[] bytes, int length) throws IOException;
    }

    private static boolean contains(byte[] bytes, int length, byte[] word) {
        for (int from = 0; from + word.length <= length; from++) {
            if (java.util.Arrays.equals(bytes, from, from + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        ServerSocket socket = listening;
        if (socket != null) {
            socket.close();
        }
        for (Socket one : open) {
            one.close();
        }
    }
}
