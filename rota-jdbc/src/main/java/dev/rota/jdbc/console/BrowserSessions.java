package dev.rota.jdbc.console;

import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Sessions of browsers, in {@code rota_session}. */
final class BrowserSessions implements SessionStore {
    private static final Sql FIND = Sql.of("""
            select * from rota_session
            where hash = :hash and kind = 'session' and expires_at > :now and\s""" + SessionTable.BOUND);
    private static final Sql LIST = Sql.of("""
            select * from rota_session
            where user_key = :user_key and kind = 'session' and expires_at > :now and\s""" + SessionTable.BOUND + """

            order by created_at desc, hash
            limit 1000""");
    private static final Sql CLOSE = Sql.of("delete from rota_session where hash = :hash and kind = 'session'");
    private static final Sql CLOSE_ALL = Sql.of("""
            delete from rota_session where user_key = :user_key and kind <> 'link'""");

    private final ConsoleTransactions transactions;

    BrowserSessions(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void open(NewSession opened) {
        transactions.write((session, now) -> {
            SessionTable.open(session, opened, null, now);
            return true;
        });
    }

    @Override
    public Optional<Session> find(SecretHash hash) {
        return transactions.read((session, now) ->
                session.statement(FIND).set("hash", hash.hex()).set("now", now).first(BrowserSessions::session));
    }

    @Override
    public List<Session> list(String user) {
        return transactions.read((session, now) -> session.statement(LIST)
                .set("user_key", Users.key(user))
                .set("now", now)
                .list(BrowserSessions::session));
    }

    @Override
    public boolean close(SecretHash hash) {
        return transactions.write((session, now) ->
                session.statement(CLOSE).set("hash", hash.hex()).update() == 1);
    }

    @Override
    public int closeAll(String user) {
        return transactions.writeAlone(
                SessionTable.lock(user),
                (session, now) -> session.statement(CLOSE_ALL)
                        .set("user_key", Users.key(user))
                        .update());
    }

    private static Session session(Row row) throws SQLException {
        return new Session(
                new SecretHash(row.text("hash")),
                row.text("user_name"),
                row.word("role", Role.class),
                row.instant("created_at"),
                row.instant("expires_at"),
                row.textOrNull("address"));
    }
}
