package dev.rota.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Sockets for connections that listen. Having received a notification, the driver waits up to a millisecond for another
 * one: it sets the shortest timeout there is and reads. On these sockets such a read gives up at once when nothing has
 * come, so that a notification is told a millisecond earlier.
 *
 * <p>Public because the driver makes it by its name; not for anybody else.
 */
public final class PromptSockets extends SocketFactory {
    private static final int AT_ONCE_MS = 1;

    /** For the driver. */
    public PromptSockets() {}

    /** Whether the driver finds this class: it may be loaded apart from the application, as a server's shared library is. */
    static boolean areFound() {
        try {
            return Class.forName(PromptSockets.class.getName(), false, Driver.class.getClassLoader())
                    == PromptSockets.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    public Socket createSocket() {
        return new PromptSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new PromptSocket(InetAddress.getByName(host), port, null, 0);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return new PromptSocket(InetAddress.getByName(host), port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new PromptSocket(host, port, null, 0);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return new PromptSocket(address, port, localAddress, localPort);
    }

    private static final class PromptSocket extends Socket {
        private volatile int timeoutMs;

        PromptSocket() {}

        PromptSocket(InetAddress address, int port, @Nullable InetAddress from, int fromPort) throws IOException {
            super(address, port, from, fromPort);
        }

        @Override
        public synchronized void setSoTimeout(int timeout) throws SocketException {
            super.setSoTimeout(timeout);
            timeoutMs = timeout;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new PromptStream(super.getInputStream());
        }

        private final class PromptStream extends FilterInputStream {
            PromptStream(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                giveUpAtOnce();
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                giveUpAtOnce();
                return super.read(buffer, offset, length);
            }

            private void giveUpAtOnce() throws IOException {
                if (timeoutMs == AT_ONCE_MS && in.available() == 0) {
                    throw new SocketTimeoutException("Nothing has come");
                }
            }
        }
    }
}
