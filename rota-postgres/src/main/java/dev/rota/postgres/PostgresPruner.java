package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Sql;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what retention allows to be deleted. The history goes by whole days, each a partition, which costs the same
 * however many jobs it holds; the rest goes in small parts.
 */
final class PostgresPruner {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresPruner.class);
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final String PREFIX = "rota_history_";
    private static final Duration FAILURE_HOURS = Duration.ofDays(3);
    private static final int DAYS_AHEAD = 3;

    private final PostgresDatabase database;

    PostgresPruner(PostgresDatabase database) {
        this.database = database;
    }

    private record Partition(String name, long rows) {
        LocalDate day() {
            return LocalDate.parse(name.substring(PREFIX.length()), DAY);
        }
    }

    long prune(Retention retention, int limit) {
        Instant now = database.now();
        createPartitions(now);
        Duration longest =
                retention.history().compareTo(retention.failed()) > 0 ? retention.history() : retention.failed();
        return dropPartitions(now.minus(retention.history()))
                + counted(PostgresStatements.PRUNE_REST, retention.history(), limit)
                + counted(PostgresStatements.PRUNE_FAILED, retention.failed(), limit)
                + updated(PostgresStatements.PRUNE_ATTEMPTS, longest, limit)
                + updated(PostgresStatements.PRUNE_ACTS, longest, limit)
                + updated(PostgresStatements.PRUNE_LOG, longest, limit)
                + updated(PostgresStatements.PRUNE_FIRES, retention.fires(), limit)
                + updated(PostgresFailureStatements.PRUNE, retention.failed(), limit)
                + updated(PostgresFailureStatements.PRUNE_HOURS, FAILURE_HOURS, limit)
                + database.once(session -> database.timed(session, PostgresStatements.PRUNE_UNIQUE)
                        .set("limit", limit)
                        .update())
                + database.once(session -> database.timed(session, PostgresStatements.PRUNE_WORKERS)
                        .set("limit", limit)
                        .update());
    }

    private long counted(Sql sql, Duration age, int limit) {
        return database.<Long, RuntimeException>once(session ->
                database.timed(session, sql).set("age", age).set("limit", limit).one(row -> row.number("deleted")));
    }

    private int updated(Sql sql, Duration age, int limit) {
        return database.<Integer, RuntimeException>once(session ->
                database.timed(session, sql).set("age", age).set("limit", limit).update());
    }

    /** Makes the partitions for today and the days after. A day that cannot be made now keeps its rows in the rest. */
    void createPartitions(Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        Set<LocalDate> there = new HashSet<>();
        partitions().forEach(partition -> there.add(partition.day()));
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (!there.contains(day)) {
                tryTo("make", PREFIX + DAY.format(day), session -> create(session, day));
            }
        }
    }

    /** When the last job of the oldest day that is kept ended, at the latest; null if there is no day. */
    @Nullable
    Instant oldestDay() {
        return partitions().stream()
                .map(partition ->
                        partition.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private List<Partition> partitions() {
        return database.plain(session -> session.statement(PostgresStatements.PARTITIONS)
                .list(row -> new Partition(row.text("name"), row.number("rows"))));
    }

    /** Attached rather than made as a partition: that needs no exclusive lock on the whole history. */
    private static void create(Session session, LocalDate day) throws SQLException {
        session.run(PostgresDialect.LOCK_SCHEMA);
        String name = PREFIX + DAY.format(day);
        boolean exists = session.statement(PostgresDialect.exists(name)).any();
        if (!exists) {
            session.run("create table " + name + " (like rota_history including defaults including constraints); "
                    + "alter table rota_history attach partition " + name + " for values from ('" + day
                    + "T00:00:00Z') to ('" + day.plusDays(1) + "T00:00:00Z')");
        }
    }

    private long dropPartitions(Instant before) {
        long dropped = 0;
        for (Partition partition : partitions()) {
            Instant end =
                    partition.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (!end.isAfter(before) && tryTo("drop", partition.name(), session -> drop(session, partition.name()))) {
                dropped += partition.rows();
            }
        }
        return dropped;
    }

    private static void drop(Session session, String name) throws SQLException {
        session.run("delete from rota_unique u using " + name
                + " h where h.unique_key is not null and u.type = h.type and u.key = h.unique_key and u.job_id = h.id and u.expires_at is null; "
                + "drop table " + name);
    }

    @FunctionalInterface
    private interface Step {
        void run(Session session) throws SQLException;
    }

    /** Gives way soon if readers hold the table: everybody who comes later would have to wait behind. */
    private boolean tryTo(String what, String name, Step step) {
        try {
            database.write(session -> {
                session.run("set local lock_timeout = '500ms'");
                step.run(session);
                return true;
            });
            return true;
        } catch (StoreException e) {
            LOG.info("Could not {} partition {} now, will try again later: {}", what, name, e.getMessage());
            return false;
        }
    }
}
