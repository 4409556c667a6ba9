package dev.rota.jdbc.console;

import dev.rota.console.OperationStore;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations on many jobs, in {@code rota_operation}. */
final class Operations implements OperationStore {
    /** How many are tried at a claim, should others be quicker. */
    private static final int TRIED = 20;

    private static final Sql CREATE = Sql.of("""
            insert into rota_operation
                (action, action_value, query, as_of, created_by, reason, most_jobs, state, created_at)
            values (:action, :action_value, :query, :as_of, :created_by, :reason, :most_jobs, 'running', :now)
            returning *""");
    private static final Sql FIND = Sql.of("select * from rota_operation where id = :id");
    private static final Sql LIST =
            Sql.of("select * from rota_operation where id < :before order by id desc limit :limit");
    private static final Sql OPEN = Sql.of("""
            select id from rota_operation
            where finished_at is null and (heartbeat_at is null or heartbeat_at <= :silent_since)
            order by id limit :limit""");
    private static final Sql CLAIM = Sql.of("""
            update rota_operation set
                worker = substr(:worker, 1, 100), lease = lease + 1, heartbeat_at = :now,
                started_at = coalesce(started_at, :now)
            where id = :id and finished_at is null and (heartbeat_at is null or heartbeat_at <= :silent_since)
            returning *""");
    private static final Sql PROGRESS = Sql.of("""
            update rota_operation set
                matched = :matched, done = :done, skipped = :skipped, failed = :failed, cursor_id = :cursor,
                notes = :notes, heartbeat_at = :now
            where id = :id and lease = :lease and worker is not null
            returning state""");
    private static final Sql RELEASE = Sql.of("""
            update rota_operation set worker = null, heartbeat_at = null
            where id = :id and lease = :lease and worker is not null""");
    private static final Sql FINISH = Sql.of("""
            update rota_operation set
                matched = :matched, done = :done, skipped = :skipped, failed = :failed, cursor_id = :cursor,
                notes = :notes, state = :state, error = :error, finished_at = :now, worker = null, heartbeat_at = null
            where id = :id and lease = :lease and worker is not null""");
    private static final Sql REQUEST_STOP = Sql.of("""
            update rota_operation set
                state = case when lease = 0 then 'stopped' else 'stopping' end,
                finished_at = case when lease = 0 then :now end
            where id = :id and state = 'running'""");

    private final ConsoleTransactions transactions;

    Operations(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Operation create(NewOperation operation) {
        return transactions.write((session, now) -> session.statement(CREATE)
                .set("action", operation.action())
                .set("action_value", operation.value())
                .set("query", operation.query())
                .set("as_of", operation.asOf())
                .set("created_by", operation.createdBy())
                .set("reason", operation.reason())
                .set("most_jobs", operation.max())
                .set("now", now)
                .one(Operations::operation));
    }

    @Override
    public Optional<Operation> find(long id) {
        return transactions.read(
                (session, now) -> session.statement(FIND).set("id", id).first(Operations::operation));
    }

    @Override
    public List<Operation> list(@Nullable Long beforeId, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
        }
        return transactions.read((session, now) -> session.statement(LIST)
                .set("before", beforeId == null ? Long.MAX_VALUE : beforeId)
                .set("limit", limit)
                .list(Operations::operation));
    }

    @Override
    public Optional<Operation> claimOne(String worker, Duration silence) {
        List<Long> open = transactions.read((session, now) -> session.statement(OPEN)
                .set("silent_since", now.minus(silence))
                .set("limit", TRIED)
                .list(row -> row.number("id")));
        return open.isEmpty()
                ? Optional.empty()
                : transactions.write((session, now) -> {
                    for (long id : open) {
                        Optional<Operation> claimed = claim(session, id, worker, now, silence);
                        if (claimed.isPresent()) {
                            return claimed;
                        }
                    }
                    return Optional.<Operation>empty();
                });
    }

    private static Optional<Operation> claim(Session session, long id, String worker, Instant now, Duration silence)
            throws SQLException {
        return session.statement(CLAIM)
                .set("id", id)
                .set("worker", worker)
                .set("now", now)
                .set("silent_since", now.minus(silence))
                .first(Operations::operation);
    }

    private static Statement bind(Statement statement, Progress progress) throws SQLException {
        return statement
                .set("matched", progress.matched())
                .set("done", progress.done())
                .set("skipped", progress.skipped())
                .set("failed", progress.failed())
                .set("cursor", progress.cursor())
                .set("notes", progress.notes());
    }

    @Override
    public Optional<State> progress(long id, long lease, Progress progress) {
        return transactions.write((session, now) -> bind(session.statement(PROGRESS), progress)
                .set("id", id)
                .set("lease", lease)
                .set("now", now)
                .first(row -> row.word("state", State.class)));
    }

    @Override
    public boolean release(long id, long lease) {
        return transactions.write((session, now) ->
                session.statement(RELEASE).set("id", id).set("lease", lease).update() == 1);
    }

    @Override
    public boolean finish(long id, long lease, End end) {
        return transactions.write((session, now) -> bind(session.statement(FINISH), end.progress())
                        .set("id", id)
                        .set("lease", lease)
                        .set("state", end.state())
                        .set("error", end.error())
                        .set("now", now)
                        .update()
                == 1);
    }

    @Override
    public boolean requestStop(long id) {
        return transactions.write((session, now) ->
                session.statement(REQUEST_STOP).set("id", id).set("now", now).update() == 1);
    }

    private static Operation operation(Row row) throws SQLException {
        return new Operation(
                row.number("id"),
                new NewOperation(
                        row.text("action"),
                        row.textOrNull("action_value"),
                        row.text("query"),
                        row.instantOrNull("as_of"),
                        row.text("created_by"),
                        row.textOrNull("reason"),
                        row.numberOrNull("most_jobs")),
                row.word("state", State.class),
                new Progress(
                        row.numberOrNull("matched"),
                        row.number("done"),
                        row.number("skipped"),
                        row.number("failed"),
                        row.numberOrNull("cursor_id"),
                        row.textOrNull("notes")),
                row.number("lease"),
                row.textOrNull("worker"),
                row.instantOrNull("heartbeat_at"),
                row.instant("created_at"),
                row.instantOrNull("started_at"),
                row.instantOrNull("finished_at"),
                row.textOrNull("error"));
    }
}
