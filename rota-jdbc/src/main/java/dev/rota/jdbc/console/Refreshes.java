package dev.rota.jdbc.console;

import dev.rota.console.RefreshStore;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.SessionStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refresh tokens, in {@code rota_session}. A used one stays until it expires, so that its second use is noticed. */
final class Refreshes implements RefreshStore {
    private static final Sql FIND = Sql.of("select * from rota_session where hash = :hash and kind = 'refresh'");
    private static final Sql USE = Sql.of("""
            update rota_session set used_at = :now
            where hash = :hash and kind = 'refresh' and used_at is null and expires_at > :now and\s""" + SessionTable.BOUND + " returning *");
    private static final Sql END_FAMILY = Sql.of("delete from rota_session where family = :family");

    private final ConsoleTransactions transactions;

    Refreshes(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    /** A token as it stands. */
    private record Held(
            String user,
            Role role,
            @Nullable Long userVersion,
            String family,
            @Nullable String address,
            boolean used) {
        static Held read(Row row) throws SQLException {
            return new Held(
                    row.text("user_name"),
                    row.word("role", Role.class),
                    row.numberOrNull("user_version"),
                    row.text("family"),
                    row.textOrNull("address"),
                    row.instantOrNull("used_at") != null);
        }
    }

    @Override
    public void open(SessionStore.NewSession token) {
        transactions.write((session, now) -> {
            SessionTable.open(session, token, token.hash().hex(), now);
            return true;
        });
    }

    private Optional<Held> find(SecretHash hash) {
        return transactions.read((session, now) -> find(session, hash));
    }

    private static Optional<Held> find(Session session, SecretHash hash) throws SQLException {
        return session.statement(FIND).set("hash", hash.hex()).first(Held::read);
    }

    @Override
    public Rotation rotate(SecretHash shown, SecretHash next, Duration lifetime) {
        Optional<Held> known = find(shown);
        if (known.isEmpty()) {
            return new Rotation.Refused();
        }
        return transactions.writeAlone(SessionTable.lock(known.get().user()), (session, now) -> {
            Optional<Held> good = session.statement(USE)
                    .set("hash", shown.hex())
                    .set("now", now)
                    .first(Held::read);
            return good.isPresent()
                    ? rotated(session, good.get(), next, lifetime, now)
                    : refused(session, find(session, shown));
        });
    }

    private static Rotation rotated(Session session, Held held, SecretHash next, Duration lifetime, Instant now)
            throws SQLException {
        SessionStore.NewSession token = new SessionStore.NewSession(
                next, held.user(), held.role(), held.userVersion(), lifetime, held.address());
        SessionTable.open(session, token, held.family(), now);
        Instant expiresAt = now.plus(lifetime).truncatedTo(ChronoUnit.MICROS);
        return new Rotation.Rotated(
                new SessionStore.Session(next, held.user(), held.role(), now, expiresAt, held.address()));
    }

    private static Rotation refused(Session session, Optional<Held> held) throws SQLException {
        if (held.isPresent() && held.get().used()) {
            session.statement(END_FAMILY).set("family", held.get().family()).update();
            return new Rotation.Reused(held.get().user());
        }
        return new Rotation.Refused();
    }

    @Override
    public boolean revoke(SecretHash hash) {
        Optional<Held> known = find(hash);
        return known.isPresent()
                && transactions.writeAlone(
                        SessionTable.lock(known.get().user()),
                        (session, now) -> session.statement(END_FAMILY)
                                        .set("family", known.get().family())
                                        .update()
                                > 0);
    }
}
