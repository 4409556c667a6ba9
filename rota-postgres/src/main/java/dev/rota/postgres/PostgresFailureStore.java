package dev.rota.postgres;

import dev.rota.jdbc.FailureRows;
import dev.rota.jdbc.FailureRows.Occurrence;
import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.jdbc.Words;
import dev.rota.store.FailureStore;
import dev.rota.store.JobStore.Rescue;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Failures that are alike, on PostgreSQL. */
final class PostgresFailureStore implements FailureStore {
    /** After every fingerprint. */
    private static final String LAST = "\uffff";

    private static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");

    private final PostgresDatabase database;

    PostgresFailureStore(PostgresDatabase database) {
        this.database = database;
    }

    /** Adds failures to their groups: last in its transaction, because the groups stay locked until its end. */
    static void add(PostgresDatabase database, Session session, long workerId, List<Occurrence> occurrences)
            throws SQLException {
        if (occurrences.isEmpty()) {
            return;
        }
        Statement statement =
                database.timed(session, PostgresFailureStatements.ADD).set("worker", workerId);
        set(statement, "fingerprints", "text", occurrences, Occurrence::fingerprint);
        set(statement, "types", "text", occurrences, Occurrence::type);
        set(statement, "titles", "text", occurrences, Occurrence::title);
        set(statement, "messages", "text", occurrences, Occurrence::message);
        set(statement, "stacks", "text", occurrences, Occurrence::stack);
        set(statement, "counts", "bigint", occurrences, Occurrence::count);
        statement.update();
    }

    /** Of the jobs of a worker that died, those that have failed by it are a group too. */
    static void addDied(PostgresDatabase database, Session session, long workerId, List<Rescue> rescued)
            throws SQLException {
        List<Rescue> failed = rescued.stream().filter(Rescue::failed).toList();
        if (failed.isEmpty()) {
            return;
        }
        Statement mark = session.statement(PostgresFailureStatements.MARK_DIED);
        set(mark, "ids", "bigint", failed, Rescue::jobId);
        set(
                mark,
                "fingerprints",
                "text",
                failed,
                job -> FailureRows.died(job.type()).id());
        mark.update();
        add(
                database,
                session,
                workerId,
                FailureRows.died(failed.stream().map(Rescue::type).toList()));
    }

    private static <T> void set(
            Statement statement, String name, String type, List<T> rows, Function<T, @Nullable Object> value)
            throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        for (T row : rows) {
            values.add(value.apply(row));
        }
        statement.setList(name, type, values);
    }

    @Override
    public List<Group> list(Tab tab, @Nullable Group after, int limit) {
        FailureStore.requireLimit(limit);
        return database.once(session -> {
            Statement statement = session.statement(
                            tab == Tab.ALL ? PostgresFailureStatements.LIST : PostgresFailureStatements.LIST_OF_STATE)
                    .set("seen", after == null ? END_OF_TIME : after.lastSeen())
                    .set("after", after == null ? LAST : after.fingerprint())
                    .set("limit", limit)
                    .set("cap", MOST_JOBS);
            if (tab != Tab.ALL) {
                statement.set("state", Words.of(tab));
            }
            return statement.list(FailureRows::group);
        });
    }

    @Override
    public List<Group> latest(int limit) {
        FailureStore.requireLimit(limit);
        return database.once(session -> session.statement(PostgresFailureStatements.LATEST)
                .set("limit", limit)
                .list(FailureRows::group));
    }

    @Override
    public Optional<Group> find(String fingerprint) {
        return database.once(session -> session.statement(PostgresFailureStatements.FIND)
                .set("fingerprint", fingerprint)
                .set("cap", MOST_JOBS)
                .first(FailureRows::group));
    }

    @Override
    public Map<String, List<Hour>> hours(Collection<String> fingerprints, Instant since) {
        Map<String, List<Hour>> hours = new HashMap<>();
        database.once(session -> session.statement(PostgresFailureStatements.HOURS)
                .setTexts("fingerprints", fingerprints)
                .set("since", since)
                .list(row -> hours.computeIfAbsent(row.text("fingerprint"), key -> new ArrayList<>())
                        .add(new Hour(row.instant("at"), row.number("occurrences")))));
        return hours;
    }

    @Override
    public boolean mute(String fingerprint, Mute mute) {
        return database.plain(session -> database.timed(session, PostgresFailureStatements.MUTE)
                        .set("fingerprint", fingerprint)
                        .set("by", mute.by())
                        .set("reason", mute.reason())
                        .set("until", mute.until())
                        .set("left", mute.failures())
                        .set("version", mute.version())
                        .update()
                > 0);
    }

    @Override
    public boolean unmute(String fingerprint) {
        return database.plain(session -> session.statement(PostgresFailureStatements.UNMUTE)
                        .set("fingerprint", fingerprint)
                        .update()
                > 0);
    }

    @Override
    public boolean acknowledge(String fingerprint, String by) {
        return database.plain(session -> session.statement(PostgresFailureStatements.ACKNOWLEDGE)
                        .set("fingerprint", fingerprint)
                        .set("by", by)
                        .update()
                > 0);
    }

    @Override
    public boolean resolve(String fingerprint, String by, @Nullable String version) {
        return database.plain(session -> database.timed(session, PostgresFailureStatements.RESOLVE)
                        .set("fingerprint", fingerprint)
                        .set("by", by)
                        .set("version", version)
                        .update()
                > 0);
    }

    @Override
    public boolean link(String fingerprint, @Nullable String url) {
        return database.plain(session -> session.statement(PostgresFailureStatements.LINK)
                        .set("fingerprint", fingerprint)
                        .set("url", url)
                        .update()
                > 0);
    }
}
