package dev.rota.mail.local;

import com.icegreen.greenmail.util.ServerSetup;
import dev.rota.mail.MailText;
import dev.rota.mail.SentMail;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An SMTP server on 127.0.0.1 for development and tests. It accepts every mail, unless its {@link ScriptedReplies} say
 * otherwise, and files it in a directory before it answers 250. Nothing is delivered. Needs no login and offers no TLS.
 */
public final class LocalMailbox implements SentMail, AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long START_MILLIS = 10_000;

    private final MailDirectory mails;
    private final MailFiler filer;
    private final FilingManagers managers;
    private final FilingServer server;

    private LocalMailbox(Path directory, int port, ScriptedReplies replies) throws IOException {
        this.mails = new MailDirectory(directory);
        this.filer = new MailFiler(directory);
        this.managers = new FilingManagers(filer, replies);
        this.server = new FilingServer(new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP), managers);
    }

    /** Starts a mailbox that accepts every mail; see {@link #start(Path, int, ScriptedReplies)}. */
    public static LocalMailbox start(Path directory, int port) throws IOException {
        return start(directory, port, new ScriptedReplies());
    }

    /**
     * Starts a mailbox; it takes mail when this returns.
     *
     * @param directory made if it does not exist; mails filed earlier stay
     * @param port 1 to 65535, or 0 for a free one
     * @throws IOException when the port is taken or the directory cannot be written
     * @throws IllegalStateException when another mailbox uses the directory
     */
    public static LocalMailbox start(Path directory, int port, ScriptedReplies replies) throws IOException {
        checkFree(port);
        LocalMailbox mailbox = new LocalMailbox(directory, port, replies);
        try {
            mailbox.server.startService();
            if (mailbox.server.waitTillRunning(START_MILLIS)) {
                return mailbox;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mailbox.close();
        throw new IOException("Local mailbox did not start on port " + port + " within " + START_MILLIS + " ms");
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    @Override
    public boolean contains(String messageId) {
        return mails.contains(messageId);
    }

    /** The mails in the order they were received. */
    public List<FiledMail> mails() {
        return mails.mails();
    }

    /** What a mail says; empty when there is none of this number. */
    public Optional<MailText> text(long number) {
        return mails.text(number);
    }

    /** Stops taking mail and ends open connections; the directory is left alone from then on. The files stay. */
    @Override
    public void close() throws IOException {
        managers.stopDelays();
        server.stopService();
        filer.close();
    }

    /** The server would report a taken port only by not starting. */
    private static void checkFree(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
        } catch (BindException e) {
            throw new IOException(
                    "Local mailbox: port " + port + " on " + LOOPBACK
                            + " is taken; stop what uses it or choose another, 0 for a free one",
                    e);
        }
    }
}
