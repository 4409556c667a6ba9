package dev.rota.jdbc.console;

import dev.rota.console.SessionStore.NewSession;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What sessions, refresh tokens and links have in common: they stand in {@code rota_session}. */
final class SessionTable {
    /** That the user is still the one who logged in; for a row {@code rota_session}. */
    static final String BOUND = """
            (user_version is null or exists (
                select 1 from rota_user u
                where u.name_key = rota_session.user_key and u.version = rota_session.user_version
                    and u.disabled = false))""";

    private static final Sql OPEN = Sql.of("""
            insert into rota_session (
                hash, kind, user_key, user_name, role, user_version, family, address, created_at, expires_at)
            values (
                :hash, :kind, :user_key, :user_name, :role, :user_version, :family, :address, :now, :expires_at)""");
    private static final Sql DELETE_ALL = Sql.of("delete from rota_session where user_key = :user_key");

    private SessionTable() {}

    /** Taken before refresh tokens of a user are used or ended, so that none is made while its family ends. */
    static String lock(String user) {
        return "rota_session " + Users.key(user);
    }

    /** Deletes whatever lets a user in, links included. */
    static void deleteAll(Session session, String user) throws SQLException {
        session.statement(DELETE_ALL).set("user_key", Users.key(user)).update();
    }

    static void open(Session session, NewSession opened, @Nullable String family, Instant now) throws SQLException {
        session.statement(OPEN)
                .set("hash", opened.hash().hex())
                .set("kind", family == null ? "session" : "refresh")
                .set("user_key", Users.key(opened.user()))
                .set("user_name", opened.user())
                .set("role", opened.role())
                .set("user_version", opened.userVersion())
                .set("family", family)
                .set("address", opened.address())
                .set("now", now)
                .set("expires_at", now.plus(opened.lifetime()))
                .update();
    }
}
