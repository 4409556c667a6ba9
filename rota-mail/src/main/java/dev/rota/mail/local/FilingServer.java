package dev.rota.mail.local;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** GreenMail's SMTP server, one thread per connection, with a way for that thread to hang up. */
final class FilingServer extends SmtpServer {
    private static final ThreadLocal<Line> CURRENT = new ThreadLocal<>();

    FilingServer(ServerSetup setup, Managers managers) {
        super(setup, managers);
    }

    @Override
    protected ProtocolHandler createProtocolHandler(Socket socket) {
        return new Line(super.createProtocolHandler(socket));
    }

    /** Notes, on a connection's thread, how it is to be lost when the mail's end has come. */
    static void loseAtTheEnd(String how) {
        CURRENT.get().loss = how;
    }

    /** What was noted, once. */
    static @Nullable String takeLoss() {
        Line line = CURRENT.get();
        String loss = line.loss;
        line.loss = null;
        return loss;
    }

    /** Closes the connection of the calling thread without an answer. */
    static void hangUp() {
        CURRENT.get().close();
    }

    private static final class Line implements ProtocolHandler {
        private final ProtocolHandler handler;
        private @Nullable String loss;

        Line(ProtocolHandler handler) {
            this.handler = handler;
        }

        @Override
        public void run() {
            CURRENT.set(this);
            try {
                handler.run();
            } finally {
                CURRENT.remove();
            }
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
