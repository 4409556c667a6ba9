package dev.rota.jdbc.console;

import dev.rota.console.IdempotencyStore;
import dev.rota.console.SecretHash;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Idempotency keys, in {@code rota_idempotency}. The lease is the moment at which the request was begun: one that is begun
 * anew was given up long before, so that no two who hold the same key have the same lease.
 */
final class Idempotency implements IdempotencyStore {
    private static final Sql BEGIN = Sql.of("""
            insert into rota_idempotency (principal, key, request_hash, begun_at, expires_at)
            values (:principal, :key, :request_hash, :now, :expires_at)
            on conflict (principal, key) do update set
                request_hash = excluded.request_hash, begun_at = excluded.begun_at, expires_at = excluded.expires_at,
                status = null, headers = null, body = null
            where rota_idempotency.expires_at <= :now
                or (rota_idempotency.status is null and rota_idempotency.begun_at <= :given_up
                    and rota_idempotency.request_hash = excluded.request_hash)
            returning begun_at""");
    private static final Sql FIND =
            Sql.of("select * from rota_idempotency where principal = :principal and key = :key");
    private static final Sql COMPLETE = Sql.of("""
            update rota_idempotency set status = :status, headers = :headers, body = :body
            where principal = :principal and key = :key and begun_at = :begun_at and status is null""");
    private static final Sql ABANDON = Sql.of("""
            delete from rota_idempotency
            where principal = :principal and key = :key and begun_at = :begun_at and status is null""");

    private final ConsoleTransactions transactions;

    Idempotency(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Begun begin(Key key, SecretHash request) {
        return transactions.write((session, now) -> {
            boolean begun = of(session, BEGIN, key)
                    .set("request_hash", request.hex())
                    .set("now", now)
                    .set("expires_at", now.plus(KEPT))
                    .set("given_up", now.minus(GIVEN_UP))
                    .any();
            return begun
                    ? new Begun.New(ChronoUnit.MICROS.between(Instant.EPOCH, now))
                    : of(session, FIND, key).one(row -> begunBefore(row, request));
        });
    }

    private static Begun begunBefore(Row row, SecretHash request) throws SQLException {
        if (!row.text("request_hash").equals(request.hex())) {
            return new Begun.Conflict();
        }
        Integer status = row.integerOrNull("status");
        return status == null
                ? new Begun.Running()
                : new Begun.Replay(new Answer(status, headers(row.texts("headers")), row.text("body")));
    }

    @Override
    public boolean complete(Key key, long lease, Answer answer) {
        return transactions.write((session, now) -> of(session, COMPLETE, key)
                        .set("begun_at", begunAt(lease))
                        .set("status", answer.status())
                        .setTexts("headers", byTurns(answer.headers()))
                        .set("body", answer.body())
                        .update()
                == 1);
    }

    @Override
    public boolean abandon(Key key, long lease) {
        return transactions.write((session, now) ->
                of(session, ABANDON, key).set("begun_at", begunAt(lease)).update() == 1);
    }

    private static Instant begunAt(long lease) {
        return Instant.EPOCH.plus(lease, ChronoUnit.MICROS);
    }

    private static List<String> byTurns(Map<String, String> headers) {
        List<String> list = new ArrayList<>();
        new TreeMap<>(headers).forEach((name, value) -> {
            list.add(name);
            list.add(value);
        });
        return list;
    }

    private static Map<String, String> headers(List<String> byTurns) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i + 1 < byTurns.size(); i += 2) {
            headers.put(byTurns.get(i), byTurns.get(i + 1));
        }
        return headers;
    }

    private static Statement of(Session session, Sql sql, Key key) throws SQLException {
        return session.statement(sql).set("principal", key.principal()).set("key", key.text());
    }
}
