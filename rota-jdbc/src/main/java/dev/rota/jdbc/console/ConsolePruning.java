package dev.rota.jdbc.console;

import dev.rota.console.ConsoleStore.Retention;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import java.sql.SQLException;
import java.time.Instant;

/** Deletes what has expired and what retention allows to be deleted, a bounded part of each table at a time. */
final class ConsolePruning {
    private static final Sql SESSIONS = Sql.of("""
            delete from rota_session where hash in (
                select hash from rota_session where expires_at <= :before order by expires_at limit :limit)""");
    private static final Sql IDEMPOTENCY = Sql.of("""
            delete from rota_idempotency where (principal, key) in (
                select principal, key from rota_idempotency
                where expires_at <= :before order by expires_at limit :limit)""");
    private static final Sql TOKENS = Sql.of("""
            delete from rota_token where id in (
                select id from rota_token where revoked_at < :before or expires_at < :before order by id limit :limit)""");
    private static final Sql AUDIT = Sql.of("""
            delete from rota_audit where id in (
                select id from rota_audit where at < :before order by at, id limit :limit)""");
    private static final Sql OPERATIONS = Sql.of("""
            delete from rota_operation where id in (
                select id from rota_operation
                where finished_at is not null and finished_at < :before order by finished_at limit :limit)""");

    private final ConsoleTransactions transactions;

    ConsolePruning(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    /** One process at a time, so that two do not wait for each other's rows. */
    long prune(Retention retention, int limit) {
        return transactions.writeAlone(
                "rota_prune_console",
                (session, now) -> delete(session, SESSIONS, now, limit)
                        + delete(session, IDEMPOTENCY, now, limit)
                        + delete(session, TOKENS, now.minus(retention.tokens()), limit)
                        + delete(session, AUDIT, now.minus(retention.audit()), limit)
                        + delete(session, OPERATIONS, now.minus(retention.operations()), limit));
    }

    private static long delete(Session session, Sql statement, Instant before, int limit) throws SQLException {
        return session.statement(statement)
                .set("before", before)
                .set("limit", limit)
                .update();
    }
}
