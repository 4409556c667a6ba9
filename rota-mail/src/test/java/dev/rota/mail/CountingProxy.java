package dev.rota.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to a local port and counts the connections. */
final class CountingProxy implements AutoCloseable {
    private final ServerSocket listening;
    private final int target;
    private final AtomicInteger connections = new AtomicInteger();

    private CountingProxy(int target) throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
    }

    static CountingProxy to(int target) throws IOException {
        CountingProxy proxy = new CountingProxy(target);
        start(proxy::accept);
        return proxy;
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket from = listening.accept();
                connections.incrementAndGet();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                start(() -> copy(from, to));
                start(() -> copy(to, from));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side hung up: closing both is what a proxy does then.
            return;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
