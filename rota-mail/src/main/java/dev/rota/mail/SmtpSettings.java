package dev.rota.mail;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach an SMTP server.
 *
 * @param host name or IP address; not blank
 * @param port 1 to 65535
 * @param login user and password, or null to send without
 * @param tls how the connection is encrypted
 * @param connectTimeout longest wait for a connection; 1 ms to 10 min
 * @param replyTimeout longest wait for a reply and for a write; 1 ms to 10 min. RFC 5321 advises minutes; jobs that
 *     hold a lease want less
 */
public record SmtpSettings(
        String host, int port, @Nullable Login login, Tls tls, Duration connectTimeout, Duration replyTimeout) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    /** The local mailbox: 127.0.0.1, port 2525, no login, no TLS, 5 s to connect, 30 s for a reply. */
    public static final SmtpSettings DEFAULTS =
            new SmtpSettings("127.0.0.1", 2525, null, Tls.NONE, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** How a connection is encrypted. With either form the server's certificate must be valid for the host name. */
    public enum Tls {
        /** Not at all. */
        NONE,
        /** Begins plain on the submission port (587) and must switch to TLS. */
        STARTTLS,
        /** TLS from the first byte (465). */
        IMPLICIT
    }

    /**
     * Credentials. {@code toString} hides the password.
     *
     * @param user not blank
     * @param password not empty
     */
    public record Login(String user, String password) {
        /** @throws IllegalArgumentException when the user is blank or the password empty */
        public Login {
            if (user.isBlank() || password.isEmpty()) {
                throw new IllegalArgumentException("SMTP login: expected a user and a password, found an empty "
                        + (user.isBlank() ? "user" : "password") + "; set both or neither");
            }
        }

        @Override
        public String toString() {
            return "Login[user=" + user + ", password=***]";
        }
    }

    /** @throws IllegalArgumentException when a value is out of its range */
    public SmtpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("SMTP host: expected a name or an IP address, found an empty text");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("SMTP port: expected 1 to 65535, found " + port);
        }
        checkTimeout("connect", connectTimeout);
        checkTimeout("reply", replyTimeout);
        if (login != null && tls == Tls.NONE && !isLoopback(host)) {
            throw new IllegalArgumentException("SMTP: a login to " + host
                    + " would send the password unencrypted; set TLS to STARTTLS or IMPLICIT");
        }
    }

    /** These settings for another server. */
    public SmtpSettings withServer(String newHost, int newPort) {
        return new SmtpSettings(newHost, newPort, login, tls, connectTimeout, replyTimeout);
    }

    /** These settings with credentials and encryption. */
    public SmtpSettings withLogin(Login newLogin, Tls newTls) {
        return new SmtpSettings(host, port, newLogin, newTls, connectTimeout, replyTimeout);
    }

    /** These settings with other timeouts. */
    public SmtpSettings withTimeouts(Duration connect, Duration reply) {
        return new SmtpSettings(host, port, login, tls, connect, reply);
    }

    private static void checkTimeout(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("SMTP " + name + " timeout: expected 1 ms to 10 min, found " + timeout);
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
}
