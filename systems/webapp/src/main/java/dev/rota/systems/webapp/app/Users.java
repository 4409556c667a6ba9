package dev.rota.systems.webapp.app;

import dev.rota.mail.Mail;
import dev.rota.mail.MailText;
import dev.rota.systems.common.Columns;
import dev.rota.systems.webapp.app.RefusedException.Reason;
import dev.rota.systems.webapp.task.TaskTypes.Audit;
import dev.rota.systems.webapp.task.WebTasks;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionOperations;

/** The application's users. Thread-safe. */
public final class Users {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");
    private static final int SHORTEST_PASSWORD = 6;
    /** What follows is ignored by the hash. */
    private static final int LONGEST_PASSWORD_BYTES = 72;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final WebTasks tasks;
    private final PasswordEncoder passwords;
    private final InstantSource clock;
    private final String nobodysHash;

    public Users(
            JdbcClient jdbc,
            TransactionOperations transactions,
            WebTasks tasks,
            PasswordEncoder passwords,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tasks = tasks;
        this.passwords = passwords;
        this.clock = clock;
        this.nobodysHash = passwords.encode("nobody has this password");
    }

    /**
     * What somebody who registers says.
     *
     * @param username 1 to 50 letters, digits, dots, dashes or underscores
     * @param email one bare address
     * @param password at least 6 characters, at most 72 bytes of UTF-8
     * @param subscribed whether newsletters are wanted
     */
    public record Registration(String username, String email, String password, boolean subscribed) {
        /** Nothing of it belongs into logs. */
        @Override
        public String toString() {
            return "Registration[]";
        }
    }

    /**
     * Makes a user, a welcome mail and a line of the audit log.
     *
     * @throws RefusedException if the name or the address is taken, or something is not as expected
     */
    public User register(Registration wanted) {
        check(wanted);
        // Slow on purpose, so not while the transaction keeps other writers waiting.
        String hash = passwords.encode(wanted.password());
        return wrote(transactions.execute(tx -> {
            Instant now = clock.instant();
            long id = insert(wanted, hash, now).orElseThrow(() -> taken(wanted));
            tasks.welcome(id).enqueue();
            tasks.audit(new Audit(id, AuditAction.REGISTER.name(), Map.of(), now))
                    .enqueue();
            return new User(id, wanted.username(), wanted.email(), false, wanted.subscribed());
        }));
    }

    private Optional<Long> insert(Registration wanted, String hash, Instant now) {
        return jdbc.sql("""
                insert into web_user (username, email, hashed_password, is_subscribed, created_at)
                values (:username, :email, :hash, :subscribed, :now)
                on conflict do nothing returning id""")
                .param("username", wanted.username())
                .param("email", wanted.email())
                .param("hash", hash)
                .param("subscribed", Columns.of(wanted.subscribed()))
                .param("now", Columns.of(now))
                .query(Long.class)
                .optional();
    }

    private RefusedException taken(Registration wanted) {
        boolean name = jdbc.sql("select count(*) from web_user where username = :username")
                        .param("username", wanted.username())
                        .query(Long.class)
                        .single()
                > 0;
        return new RefusedException(Reason.CONFLICT, name ? "Username already registered" : "Email already registered");
    }

    private static void check(Registration wanted) {
        if (!USERNAME.matcher(wanted.username()).matches()) {
            throw invalid("username: expected 1 to 50 letters, digits, dots, dashes or underscores");
        }
        if (wanted.password().length() < SHORTEST_PASSWORD
                || wanted.password().getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES) {
            throw invalid("password: expected at least " + SHORTEST_PASSWORD + " characters and at most "
                    + LONGEST_PASSWORD_BYTES + " bytes");
        }
        try {
            Mail.of("check@example.test", "check@example.test", wanted.email(), MailText.plain("check", ""));
        } catch (IllegalArgumentException e) {
            throw invalid("email: expected one address like name@example.org");
        }
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Reason.INVALID, message);
    }

    /**
     * Who has this name and this password.
     *
     * @throws RefusedException if nobody has
     */
    public User authenticate(String username, String password) {
        Optional<String> hash = jdbc.sql(
                        "select hashed_password from web_user where username = :username and deleted_at is null")
                .param("username", username)
                .query(String.class)
                .optional();
        // An unknown name takes as long as a wrong password, so that the time does not tell which names there are.
        boolean matches = password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD_BYTES
                && passwords.matches(password, hash.orElse(nobodysHash));
        return hash.filter(known -> matches)
                .flatMap(known -> find(username))
                .orElseThrow(() -> new RefusedException(Reason.NOT_SIGNED_IN, "Incorrect username or password"));
    }

    /** The user of that name, unless deleted. */
    public Optional<User> find(String username) {
        return jdbc.sql("""
                select id, username, email, is_admin, is_subscribed from web_user
                where username = :username and deleted_at is null""").param("username", username).query(Users::user).optional();
    }

    /** The user of that id, unless deleted. */
    public Optional<User> find(long id) {
        return jdbc.sql("""
                select id, username, email, is_admin, is_subscribed from web_user
                where id = :id and deleted_at is null""").param("id", id).query(Users::user).optional();
    }

    /**
     * Whether the user wants newsletters, from now on.
     *
     * @return false if there is no such user
     */
    public boolean subscribe(long id, boolean wanted) {
        return jdbc.sql("update web_user set is_subscribed = :wanted where id = :id and deleted_at is null")
                        .param("wanted", Columns.of(wanted))
                        .param("id", id)
                        .update()
                == 1;
    }

    /**
     * Makes a user an administrator. There is no endpoint for it.
     *
     * @return false if there is no such user
     */
    public boolean makeAdmin(String username) {
        return jdbc.sql("update web_user set is_admin = 1 where username = :username and deleted_at is null")
                        .param("username", username)
                        .update()
                == 1;
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(
                row.getLong("id"),
                Columns.text(row, "username"),
                Columns.text(row, "email"),
                Columns.flag(row, "is_admin"),
                Columns.flag(row, "is_subscribed"));
    }

    /** Whether a text can be the subject of a mail: visible, short, and on one line. */
    static boolean isLine(String text, int longest) {
        return !text.isBlank()
                && text.length() <= longest
                && text.chars().noneMatch(each -> Character.isISOControl(each) || each == 0x2028 || each == 0x2029);
    }

    static <T> T wrote(@Nullable T result) {
        if (result == null) {
            throw new IllegalStateException("Transaction: expected a result, found none");
        }
        return result;
    }
}
