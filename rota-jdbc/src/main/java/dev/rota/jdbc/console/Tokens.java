package dev.rota.jdbc.console;

import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.console.TokenStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Sql;
import dev.rota.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API tokens, in {@code rota_token}. */
final class Tokens implements TokenStore {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    private static final Sql CREATE = Sql.of("""
            insert into rota_token (name, hash, scopes, role, created_by, created_at, expires_at)
            values (:name, :hash, :scopes, :role, :created_by, :now, :expires_at)
            returning *""");
    private static final Sql WORKING = Sql.of("""
            select * from rota_token
            where hash = :hash and revoked_at is null and (expires_at is null or expires_at > :now)""");
    private static final Sql NOTE_USE = Sql.of("""
            update rota_token set last_used_at = :now
            where id = :id and (last_used_at is null or last_used_at <= :before)""");
    private static final Sql FIND = Sql.of("select * from rota_token where id = :id");
    private static final Sql LIST = Sql.of("select * from rota_token order by id desc");
    private static final Sql REVOKE =
            Sql.of("update rota_token set revoked_at = :now where id = :id and revoked_at is null");

    private final ConsoleTransactions transactions;

    Tokens(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Token create(NewToken token) {
        return transactions.write((session, now) -> session.statement(CREATE)
                .set("name", token.name())
                .set("hash", token.hash().hex())
                .setTexts("scopes", new TreeSet<>(token.scopes()))
                .set("role", token.role())
                .set("created_by", token.createdBy())
                .set("now", now)
                .set("expires_at", token.lifetime() == null ? null : now.plus(token.lifetime()))
                .one(Tokens::token));
    }

    private record Shown(Token token, boolean toBeNoted) {}

    /** Reads first, so that a token in steady use costs a write only once a minute. */
    @Override
    public Optional<Token> use(SecretHash hash) {
        Optional<Shown> shown = transactions.read((session, now) -> session.statement(WORKING)
                .set("hash", hash.hex())
                .set("now", now)
                .first(Tokens::token)
                .map(token -> new Shown(token, isLongAgo(token, now))));
        if (shown.isPresent() && shown.get().toBeNoted()) {
            noteUse(shown.get().token().id());
        }
        return shown.map(Shown::token);
    }

    private static boolean isLongAgo(Token token, Instant now) {
        return token.lastUsedAt() == null || !token.lastUsedAt().isAfter(now.minus(NOTED_EVERY));
    }

    private void noteUse(long id) {
        try {
            transactions.write((session, now) -> session.statement(NOTE_USE)
                    .set("id", id)
                    .set("now", now)
                    .set("before", now.minus(NOTED_EVERY))
                    .update());
        } catch (StoreException e) {
            // With a full disk one must be able to look.
            LOG.debug("Could not note that token {} was used", id, e);
        }
    }

    @Override
    public Optional<Token> find(long id) {
        return transactions.read(
                (session, now) -> session.statement(FIND).set("id", id).first(Tokens::token));
    }

    @Override
    public List<Token> list() {
        return transactions.read((session, now) -> session.statement(LIST).list(Tokens::token));
    }

    @Override
    public boolean revoke(long id) {
        return transactions.write((session, now) ->
                session.statement(REVOKE).set("id", id).set("now", now).update() == 1);
    }

    private static Token token(Row row) throws SQLException {
        return new Token(
                row.number("id"),
                row.text("name"),
                Set.copyOf(row.texts("scopes")),
                row.word("role", Role.class),
                row.text("created_by"),
                row.instant("created_at"),
                row.instantOrNull("expires_at"),
                row.instantOrNull("last_used_at"),
                row.instantOrNull("revoked_at"));
    }
}
