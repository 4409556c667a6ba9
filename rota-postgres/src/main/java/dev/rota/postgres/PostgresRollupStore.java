package dev.rota.postgres;

import dev.rota.jdbc.RollupCover;
import dev.rota.jdbc.RollupRows;
import dev.rota.jdbc.RollupRows.Rollup;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Figures, on PostgreSQL. */
final class PostgresRollupStore implements RollupStore {
    /** When a minute is over for all workers, as writes may be late. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private static final Duration USUAL = Duration.ofDays(7);

    private final PostgresDatabase database;

    PostgresRollupStore(PostgresDatabase database) {
        this.database = database;
    }

    @Override
    public void put(long source, Instant minute, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        database.write(session -> {
            List<Rollup> rollups =
                    entries.stream().map(entry -> new Rollup(minute, entry)).toList();
            put(session, RollupCover.MINUTE, source, rollups);
            return true;
        });
    }

    private static void put(Session session, int span, long worker, List<Rollup> rollups) throws SQLException {
        Statement statement = session.statement(PostgresRollupStatements.PUT);
        for (Rollup rollup : rollups) {
            RollupRows.bind(statement, span, worker, rollup).add();
        }
        statement.runBatch();
    }

    @Override
    public List<Point> series(Series wanted) {
        Sql sql = wanted.type() == null ? PostgresRollupStatements.SERIES : PostgresRollupStatements.SERIES_OF_TYPE;
        return RollupRows.series(database.once(session -> {
            Statement statement = RollupCover.of(
                            wanted.from(), wanted.until(), wanted.step().toSeconds(), now(session))
                    .bind(session.statement(sql));
            RollupRows.filter(statement, wanted.from(), wanted.until(), wanted.type(), wanted.queue());
            return RollupRows.steps(statement, wanted).list(RollupRows::point);
        }));
    }

    @Override
    public List<Total> byType(Instant from, Instant until, @Nullable String queue, int limit) {
        RollupRows.requireLimit(limit);
        return database.once(session -> RollupRows.byType(
                summed(session, PostgresRollupStatements.TOTALS, new Range(from, until, null, queue)), limit));
    }

    @Override
    public Optional<Histogram> usual(String type) {
        return database.once(session -> {
            Instant now = now(session);
            Range week = new Range(now.minus(USUAL), now.plusSeconds(RollupCover.MINUTE), type, null);
            return RollupRows.ran(summed(session, PostgresRollupStatements.RAN, week));
        });
    }

    private record Range(
            Instant from,
            Instant until,
            @Nullable String type,
            @Nullable String queue) {}

    /** All of it in one sum, so that the longest rows will do. */
    private Statement summed(Session session, Sql sql, Range range) throws SQLException {
        RollupCover cover = RollupCover.of(range.from(), range.until(), RollupCover.DAY, now(session));
        return RollupRows.filter(
                cover.bind(session.statement(sql)), range.from(), range.until(), range.type(), range.queue());
    }

    private Instant now(Session session) throws SQLException {
        return database.now(session);
    }

    @Override
    public long condense(int limit) {
        Instant now = database.now();
        Instant over = RollupCover.begin(now.minus(SETTLED), RollupCover.MINUTE);
        long changed = 0;
        // Nearly always there is nothing, which is found out without a transaction and without the lock.
        boolean more = database.once(session -> oldest(session, over)).isPresent();
        while (more && changed < limit) {
            long rows = database.<Long, RuntimeException>write(session -> condense(session, over));
            changed += rows;
            more = rows > 0;
        }
        return changed + prune(now, limit);
    }

    private long prune(Instant now, int limit) {
        List<Long> spans = RollupCover.SPANS.stream().map(Integer::longValue).toList();
        return database.<Integer, RuntimeException>once(session -> session.statement(PostgresRollupStatements.PRUNE)
                .setNumbers("spans", spans)
                .setNumbers(
                        "befores",
                        RollupCover.SPANS.stream()
                                .map(span -> PostgresDatabase.micros(RollupCover.kept(span, now)))
                                .toList())
                .set("most", limit)
                .update());
    }

    private static Optional<Instant> oldest(Session session, Instant over) throws SQLException {
        return session.statement(PostgresRollupStatements.OLDEST_OF_WORKERS)
                .set("before", over)
                .first(row -> row.instant("at"));
    }

    /** Adds what workers have written in the oldest minute that is over to the rows of all spans; says how many rows that were. */
    private static long condense(Session session, Instant over) throws SQLException {
        if (!session.statement(PostgresRollupStatements.LOCK).one(row -> row.flag("locked"))) {
            return 0;
        }
        Optional<Instant> oldest = oldest(session, over);
        if (oldest.isEmpty()) {
            return 0;
        }
        List<Rollup> taken = session.statement(PostgresRollupStatements.TAKE)
                .set("at", oldest.get())
                .list(RollupRows::rollup);
        for (int span : RollupCover.SPANS) {
            Instant at = RollupCover.begin(oldest.get(), span);
            List<Rollup> parts = new ArrayList<>(taken);
            parts.addAll(session.statement(PostgresRollupStatements.TARGET)
                    .set("at", at)
                    .set("span", span)
                    .list(RollupRows::rollup));
            put(session, span, 0, RollupRows.sum(at, parts));
        }
        return taken.size();
    }
}
