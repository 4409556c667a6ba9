package dev.rota.sqlite;

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

/** Figures, on SQLite. */
final class SqliteRollupStore implements RollupStore {
    /** When a minute is over for all workers, as writes may be late. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private static final Duration USUAL = Duration.ofDays(7);

    private final Database database;

    SqliteRollupStore(Database database) {
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
        Statement statement = session.statement(SqliteRollupStatements.PUT);
        for (Rollup rollup : rollups) {
            RollupRows.bind(statement, span, worker, rollup).add();
        }
        statement.runBatch();
    }

    @Override
    public List<Point> series(Series wanted) {
        Sql sql = wanted.type() == null ? SqliteRollupStatements.SERIES : SqliteRollupStatements.SERIES_OF_TYPE;
        return RollupRows.series(database.read(session -> {
            Statement statement = RollupCover.of(
                            wanted.from(), wanted.until(), wanted.step().toSeconds(), database.now())
                    .bind(session.statement(sql));
            RollupRows.filter(statement, wanted.from(), wanted.until(), wanted.type(), wanted.queue());
            return RollupRows.steps(statement, wanted).list(RollupRows::point);
        }));
    }

    @Override
    public List<Total> byType(Instant from, Instant until, @Nullable String queue, int limit) {
        RollupRows.requireLimit(limit);
        return database.read(session -> RollupRows.byType(
                summed(session, SqliteRollupStatements.TOTALS, new Range(from, until, null, queue)), limit));
    }

    @Override
    public Optional<Histogram> usual(String type) {
        return database.read(session -> {
            Instant now = database.now();
            Range week = new Range(now.minus(USUAL), now.plusSeconds(RollupCover.MINUTE), type, null);
            return RollupRows.ran(summed(session, SqliteRollupStatements.RAN, week));
        });
    }

    private record Range(
            Instant from,
            Instant until,
            @Nullable String type,
            @Nullable String queue) {}

    /** All of it in one sum, so that the longest rows will do. */
    private Statement summed(Session session, Sql sql, Range range) throws SQLException {
        RollupCover cover = RollupCover.of(range.from(), range.until(), RollupCover.DAY, database.now());
        return RollupRows.filter(
                cover.bind(session.statement(sql)), range.from(), range.until(), range.type(), range.queue());
    }

    @Override
    public long condense(int limit) {
        long changed = 0;
        long rows = 1;
        while (rows > 0 && changed < limit) {
            rows = database.write(this::condense);
            changed += rows;
        }
        for (int span : RollupCover.SPANS) {
            changed +=
                    database.<Integer, RuntimeException>write(session -> session.statement(SqliteRollupStatements.PRUNE)
                            .set("span", span)
                            .set("before", RollupCover.kept(span, database.now()))
                            .set("most", limit)
                            .update());
        }
        return changed;
    }

    /** Adds what workers have written in the oldest minute that is over to the rows of all spans; says how many rows that were. */
    private long condense(Session session) throws SQLException {
        Optional<Instant> oldest = session.statement(SqliteRollupStatements.OLDEST_OF_WORKERS)
                .set("before", RollupCover.begin(database.now().minus(SETTLED), RollupCover.MINUTE))
                .first(row -> row.instant("at"));
        if (oldest.isEmpty()) {
            return 0;
        }
        List<Rollup> taken = session.statement(SqliteRollupStatements.TAKE)
                .set("at", oldest.get())
                .list(RollupRows::rollup);
        for (int span : RollupCover.SPANS) {
            Instant at = RollupCover.begin(oldest.get(), span);
            List<Rollup> parts = new ArrayList<>(taken);
            parts.addAll(session.statement(SqliteRollupStatements.TARGET)
                    .set("at", at)
                    .set("span", span)
                    .list(RollupRows::rollup));
            put(session, span, 0, RollupRows.sum(at, parts));
        }
        return taken.size();
    }
}
