package dev.rota.jdbc.console;

import dev.rota.console.Role;
import dev.rota.console.UserStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Users, in {@code rota_user}. */
final class Users implements UserStore {
    /** Taken by whatever may take an administrator away, so that the last two do not go at once. */
    private static final String LOCK = "rota_user";

    private static final Sql CREATE = Sql.of("""
            insert into rota_user (name_key, name, password_hash, role, created_at)
            values (:key, :name, :password_hash, :role, :now)
            on conflict (name_key) do nothing
            returning *""");
    private static final Sql FIND = Sql.of("select * from rota_user where name_key = :key");
    private static final Sql LIST = Sql.of("select * from rota_user");
    private static final Sql OTHER_ADMIN = Sql.of("""
            select 1 from rota_user where role = 'admin' and disabled = false and name_key <> :key limit 1""");
    private static final Sql CHANGE_PASSWORD = Sql.of("""
            update rota_user set password_hash = :password_hash, version = version + 1 where name_key = :key""");
    private static final Sql CHANGE_ROLE =
            Sql.of("update rota_user set role = :role, version = version + 1 where name_key = :key");
    private static final Sql DISABLE = Sql.of("""
            update rota_user set disabled = :disabled, version = version + 1
            where name_key = :key and disabled <> :disabled""");
    private static final Sql DELETE = Sql.of("delete from rota_user where name_key = :key");
    private static final Sql DELETE_VIEWS = Sql.of("delete from rota_view where owner = :name");
    private static final Sql LOGGED_IN = Sql.of("update rota_user set last_login_at = :now where name_key = :key");

    private final ConsoleTransactions transactions;

    Users(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    /** Names with the same key are the same. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<User> create(String name, String passwordHash, Role role) {
        return transactions.write((session, now) -> {
            User user = new User(name, passwordHash, role, false, 1, now, null);
            return of(session, CREATE, name)
                    .set("name", user.name())
                    .set("password_hash", user.passwordHash())
                    .set("role", user.role())
                    .set("now", now)
                    .first(Users::user);
        });
    }

    @Override
    public Optional<User> find(String name) {
        return transactions.read((session, now) -> find(session, name));
    }

    private static Optional<User> find(Session session, String name) throws SQLException {
        return of(session, FIND, name).first(Users::user);
    }

    @Override
    public List<User> list() {
        return transactions.read((session, now) -> session.statement(LIST).list(Users::user)).stream()
                .sorted(Comparator.comparing(user -> key(user.name())))
                .toList();
    }

    @Override
    public boolean changePassword(String name, String passwordHash) {
        return transactions.write((session, now) -> {
            User checked = new User(name, passwordHash, Role.VIEWER, false, 1, now, null);
            boolean changed = of(session, CHANGE_PASSWORD, name)
                            .set("password_hash", checked.passwordHash())
                            .update()
                    == 1;
            if (changed) {
                SessionTable.deleteAll(session, name);
            }
            return changed;
        });
    }

    @Override
    public Outcome changeRole(String name, Role role) {
        return change(
                name,
                user -> user.role() == role,
                role == Role.ADMIN,
                session -> of(session, CHANGE_ROLE, name).set("role", role).update());
    }

    @Override
    public Outcome disable(String name) {
        return change(
                name,
                User::disabled,
                false,
                session -> of(session, DISABLE, name).set("disabled", true).update());
    }

    @Override
    public boolean enable(String name) {
        return transactions.write((session, now) -> {
            of(session, DISABLE, name).set("disabled", false).update();
            return find(session, name).isPresent();
        });
    }

    @Override
    public Outcome delete(String name) {
        return change(name, user -> false, false, session -> {
            String shown = find(session, name).map(User::name).orElse(name);
            session.statement(DELETE_VIEWS).set("name", shown).update();
            return of(session, DELETE, name).update();
        });
    }

    @Override
    public boolean loggedIn(String name) {
        return transactions.write(
                (session, now) -> of(session, LOGGED_IN, name).set("now", now).update() == 1);
    }

    @FunctionalInterface
    private interface Change {
        int make(Session session) throws SQLException;
    }

    private Outcome change(String name, Predicate<User> isSo, boolean staysAdmin, Change change) {
        return transactions.writeAlone(LOCK, (session, now) -> {
            Optional<User> user = find(session, name);
            if (user.isEmpty()) {
                return Outcome.NOT_FOUND;
            }
            if (isSo.test(user.get())) {
                return Outcome.DONE;
            }
            boolean admin = user.get().role() == Role.ADMIN && !user.get().disabled();
            if (admin && !staysAdmin && !of(session, OTHER_ADMIN, name).any()) {
                return Outcome.LAST_ADMIN;
            }
            change.make(session);
            SessionTable.deleteAll(session, name);
            return Outcome.DONE;
        });
    }

    private static Statement of(Session session, Sql sql, String name) throws SQLException {
        return session.statement(sql).set("key", key(name));
    }

    private static User user(Row row) throws SQLException {
        return new User(
                row.text("name"),
                row.text("password_hash"),
                row.word("role", Role.class),
                row.flag("disabled"),
                row.number("version"),
                row.instant("created_at"),
                row.instantOrNull("last_login_at"));
    }
}
