package dev.rota.sqlite;

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
import org.jspecify.annotations.Nullable;

/** Failures that are alike, on SQLite. */
final class SqliteFailureStore implements FailureStore {
    /** After every fingerprint. */
    private static final String LAST = "\uffff";

    private static final Instant END_OF_TIME = Instant.parse("2200-01-01T00:00:00Z");

    private final Database database;

    SqliteFailureStore(Database database) {
        this.database = database;
    }

    /** Adds failures to their groups. */
    static void add(Session session, long workerId, List<Occurrence> occurrences, Instant now) throws SQLException {
        for (Occurrence one : occurrences) {
            session.statement(SqliteFailureStatements.ADD)
                    .set("fingerprint", one.fingerprint())
                    .set("type", one.type())
                    .set("title", one.title())
                    .set("message", one.message())
                    .set("stack", one.stack())
                    .set("worker", workerId)
                    .set("now", now)
                    .set("count", one.count())
                    .update();
            session.statement(SqliteFailureStatements.ADD_HOUR)
                    .set("fingerprint", one.fingerprint())
                    .set("now", now)
                    .set("count", one.count())
                    .update();
        }
    }

    /** Of the jobs of a worker that died, those that have failed by it are a group too. */
    static void addDied(Session session, long workerId, List<Rescue> rescued, Instant now) throws SQLException {
        List<Rescue> failed = rescued.stream().filter(Rescue::failed).toList();
        for (Rescue job : failed) {
            session.statement(SqliteFailureStatements.MARK_DIED)
                    .set("id", job.jobId())
                    .set("fingerprint", FailureRows.died(job.type()).id())
                    .update();
        }
        add(
                session,
                workerId,
                FailureRows.died(failed.stream().map(Rescue::type).toList()),
                now);
    }

    @Override
    public List<Group> list(Tab tab, @Nullable Group after, int limit) {
        FailureStore.requireLimit(limit);
        return database.read(session -> {
            Statement statement = session.statement(
                            tab == Tab.ALL ? SqliteFailureStatements.LIST : SqliteFailureStatements.LIST_OF_STATE)
                    .set("seen", after == null ? END_OF_TIME : after.lastSeen())
                    .set("after", after == null ? LAST : after.fingerprint())
                    .set("most", limit)
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
        return database.read(session -> session.statement(SqliteFailureStatements.LATEST)
                .set("most", limit)
                .list(FailureRows::group));
    }

    @Override
    public Optional<Group> find(String fingerprint) {
        return database.read(session -> session.statement(SqliteFailureStatements.FIND)
                .set("fingerprint", fingerprint)
                .set("cap", MOST_JOBS)
                .first(FailureRows::group));
    }

    @Override
    public Map<String, List<Hour>> hours(Collection<String> fingerprints, Instant since) {
        Map<String, List<Hour>> hours = new HashMap<>();
        database.read(session -> session.statement(SqliteFailureStatements.HOURS)
                .setTexts("fingerprints", fingerprints)
                .set("since", since)
                .list(row -> hours.computeIfAbsent(row.text("fingerprint"), key -> new ArrayList<>())
                        .add(new Hour(row.instant("at"), row.number("occurrences")))));
        return hours;
    }

    @Override
    public boolean mute(String fingerprint, Mute mute) {
        return database.write(session -> session.statement(SqliteFailureStatements.MUTE)
                        .set("now", database.now())
                        .set("fingerprint", fingerprint)
                        .set("by", mute.by())
                        .set("reason", mute.reason())
                        .set("until", mute.until())
                        .set("left", mute.failures())
                        .set("version", mute.version())
                        .update()
                == 1);
    }

    @Override
    public boolean unmute(String fingerprint) {
        return database.write(session -> session.statement(SqliteFailureStatements.UNMUTE)
                        .set("fingerprint", fingerprint)
                        .update()
                == 1);
    }

    @Override
    public boolean acknowledge(String fingerprint, String by) {
        return database.write(session -> session.statement(SqliteFailureStatements.ACKNOWLEDGE)
                        .set("fingerprint", fingerprint)
                        .set("by", by)
                        .update()
                == 1);
    }

    @Override
    public boolean resolve(String fingerprint, String by, @Nullable String version) {
        return database.write(session -> session.statement(SqliteFailureStatements.RESOLVE)
                        .set("now", database.now())
                        .set("fingerprint", fingerprint)
                        .set("by", by)
                        .set("version", version)
                        .update()
                == 1);
    }

    @Override
    public boolean link(String fingerprint, @Nullable String url) {
        return database.write(session -> session.statement(SqliteFailureStatements.LINK)
                        .set("fingerprint", fingerprint)
                        .set("url", url)
                        .update()
                == 1);
    }
}
