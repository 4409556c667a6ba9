package dev.rota.jdbc.console;

import dev.rota.console.LinkStore;
import dev.rota.console.Role;
import dev.rota.console.SecretHash;
import dev.rota.jdbc.Sql;
import java.util.Optional;

/** One-time links, in {@code rota_session}. To use one up is to delete it. */
final class Links implements LinkStore {
    private static final Sql CREATE = Sql.of("""
            insert into rota_session (hash, kind, user_key, user_name, role, purpose, created_at, expires_at)
            values (:hash, 'link', :user_key, :user_name, :role, :purpose, :now, :expires_at)""");
    private static final Sql TAKE = Sql.of("""
            delete from rota_session
            where hash = :hash and kind = 'link' and purpose = :purpose and expires_at > :now
            returning *""");

    private final ConsoleTransactions transactions;

    Links(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void create(NewLink link) {
        transactions.write((session, now) -> session.statement(CREATE)
                .set("hash", link.hash().hex())
                .set("user_key", Users.key(link.user()))
                .set("user_name", link.user())
                .set("role", link.role())
                .set("purpose", link.purpose())
                .set("now", now)
                .set("expires_at", now.plus(link.lifetime()))
                .update());
    }

    @Override
    public Optional<Link> take(SecretHash hash, String purpose) {
        return transactions.write((session, now) -> session.statement(TAKE)
                .set("hash", hash.hex())
                .set("purpose", purpose)
                .set("now", now)
                .first(row -> new Link(
                        row.text("purpose"),
                        row.text("user_name"),
                        row.word("role", Role.class),
                        row.instant("created_at"))));
    }
}
