package dev.rota.postgres;

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

    private static final Duration MINUTES_KEPT = Duration.ofHours(48);
    private static final Duration TEN_MINUTES_KEPT = Duration.ofDays(14);
    private static final Duration HOURS_KEPT = Duration.ofDays(400);
    private static final Duration USUAL = Duration.ofDays(7);
    private static final int MOST_OF_TYPE = 2_000;

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
            put(session, RollupRows.MINUTE, source, rollups);
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
        return RollupRows.series(wanted, read(wanted.from(), wanted.until(), wanted.type(), wanted.queue()));
    }

    @Override
    public List<Total> byType(Instant from, Instant until, @Nullable String queue, int limit) {
        return RollupRows.byType(read(from, until, null, queue), limit);
    }

    private List<Rollup> read(Instant from, Instant until, @Nullable String type, @Nullable String queue) {
        return database.once(session -> session.statement(PostgresRollupStatements.READ)
                .set("from", from)
                .set("until", until)
                .set("any_type", type == null)
                .set("type", type)
                .set("any_queue", queue == null)
                .set("queue", queue)
                .list(RollupRows::rollup));
    }

    @Override
    public Optional<Histogram> usual(String type) {
        return RollupRows.ran(database.once(session -> session.statement(PostgresRollupStatements.READ_TYPE)
                .set("type", type)
                .set("from", now(session).minus(USUAL))
                .set("most", MOST_OF_TYPE)
                .list(RollupRows::rollup)));
    }

    private Instant now(Session session) throws SQLException {
        return database.now(session);
    }

    @Override
    public long condense(int limit) {
        long changed = 0;
        for (Step step : Step.ALL) {
            long rows = 1;
            while (rows > 0 && changed < limit) {
                rows = database.write(session -> condense(session, step));
                changed += rows;
            }
        }
        return changed
                + database.<Integer, RuntimeException>write(session -> session.statement(PostgresRollupStatements.PRUNE)
                        .set("before", now(session).minus(HOURS_KEPT))
                        .set("most", limit)
                        .update());
    }

    /**
     * What is put together.
     *
     * @param workers true: only what workers have written, so that a minute becomes a minute
     */
    private record Step(int from, int to, Duration after, boolean workers) {
        static final List<Step> ALL = List.of(
                new Step(RollupRows.MINUTE, RollupRows.MINUTE, SETTLED, true),
                new Step(RollupRows.MINUTE, RollupRows.TEN_MINUTES, MINUTES_KEPT, false),
                new Step(RollupRows.TEN_MINUTES, RollupRows.HOUR, TEN_MINUTES_KEPT, false));
    }

    /** Puts the oldest span together that is old enough; gives how many rows that were. */
    private long condense(Session session, Step step) throws SQLException {
        if (!session.statement(PostgresRollupStatements.LOCK).one(row -> row.flag("locked"))) {
            return 0;
        }
        // Only whole spans: one that is cut in two would be put together twice.
        Instant before = RollupRows.floor(now(session).minus(step.after()), step.to());
        Optional<Instant> oldest = oldest(session, step, before);
        if (oldest.isEmpty()) {
            return 0;
        }
        Instant at = RollupRows.floor(oldest.get(), step.to());
        List<Rollup> parts = new ArrayList<>(session.statement(PostgresRollupStatements.TAKE)
                .set("from", at)
                .set("until", at.plusSeconds(step.to()))
                .set("span", step.from())
                .set("any_worker", !step.workers())
                .list(RollupRows::rollup));
        int taken = parts.size();
        // What is there already, because something came late.
        parts.addAll(session.statement(PostgresRollupStatements.TARGET)
                .set("at", at)
                .set("span", step.to())
                .list(RollupRows::rollup));
        put(session, step.to(), 0, RollupRows.sum(at, parts));
        return taken;
    }

    private static Optional<Instant> oldest(Session session, Step step, Instant before) throws SQLException {
        Sql sql = step.workers() ? PostgresRollupStatements.OLDEST_OF_WORKERS : PostgresRollupStatements.OLDEST_OF_SPAN;
        Statement statement = session.statement(sql).set("before", before);
        if (!step.workers()) {
            statement.set("span", step.from());
        }
        return statement.first(row -> row.instant("at"));
    }
}
