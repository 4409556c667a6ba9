package dev.rota.sqlite;

import dev.rota.jdbc.Session;
import dev.rota.store.JobStore.Waiting;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lets blocked jobs go. */
final class SqliteReleaser {
    /** Between them others have the turn to write. */
    private static final int KEYS_AT_ONCE = 50;

    private final Database database;

    SqliteReleaser(Database database) {
        this.database = database;
    }

    private record Found(boolean due, boolean waiting) {}

    private record Blocked(long id, String queue, int limit) {}

    Waiting blockDue(int limit) {
        Instant now = database.now();
        Found found = database.read(session -> session.statement(SqliteStatements.ANY_WAITING)
                .set("now", now)
                .one(row -> new Found(row.flag("due"), row.flag("waiting"))));
        List<String> due = found.due
                ? database.write(session -> session.statement(SqliteStatements.BLOCK_DUE)
                        .set("now", database.now())
                        .set("most", limit)
                        .list(row -> row.text("key")))
                : List.of();
        return new Waiting(new TreeSet<>(due), found.waiting || !due.isEmpty());
    }

    /** Without the turn to write, which others wait for. */
    List<String> waitingKeys(String after, int most) {
        return database.read(session -> session.statement(SqliteStatements.WAITING_KEYS)
                .set("after", after)
                .set("most", most)
                .list(row -> row.text("key")));
    }

    Set<String> release(Collection<String> keys, int limit) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        List<String> free = database.read(session -> session.statement(SqliteStatements.KEYS_WITH_ROOM)
                .setTexts("keys", keys)
                .list(row -> row.text("key")));
        Set<String> queues = new TreeSet<>();
        for (int from = 0; from < free.size(); from += KEYS_AT_ONCE) {
            List<String> some = free.subList(from, Math.min(free.size(), from + KEYS_AT_ONCE));
            queues.addAll(database.write(session -> release(session, some, limit)));
        }
        return queues;
    }

    private static Set<String> release(Session session, List<String> keys, int limit) throws SQLException {
        Set<String> queues = new TreeSet<>();
        List<Long> ids = new ArrayList<>();
        for (String key : keys) {
            for (Blocked job : mayGo(session, key, limit)) {
                ids.add(job.id);
                queues.add(job.queue);
            }
        }
        if (!ids.isEmpty()) {
            session.statement(SqliteStatements.UNBLOCK).setNumbers("ids", ids).update();
        }
        return queues;
    }

    /** The first that may not go stops those behind it. */
    private static List<Blocked> mayGo(Session session, String key, int most) throws SQLException {
        int holding = session.statement(SqliteStatements.COUNT_HOLDING)
                .set("key", key)
                .one(row -> row.integer("holding"));
        List<Blocked> going = new ArrayList<>();
        boolean all = true;
        int batch = 1;
        while (all && going.size() < most) {
            // Usually one or none may go: more are looked at only when all so far may.
            batch = Math.min(most, batch * 4);
            List<Blocked> waiting = session.statement(SqliteStatements.BLOCKED_JOBS)
                    .set("key", key)
                    .set("most", batch)
                    .list(row -> new Blocked(row.number("id"), row.text("queue"), row.integer("exclusion_limit")));
            int i = going.size();
            while (i < waiting.size() && holding < waiting.get(i).limit) {
                going.add(waiting.get(i));
                holding++;
                i++;
            }
            all = i == waiting.size() && waiting.size() == batch;
        }
        return going;
    }

    Set<String> unpark(Set<String> types, int limit) {
        boolean parked = !types.isEmpty()
                && database.read(session -> session.statement(SqliteStatements.ANY_PARKED)
                        .setTexts("types", types)
                        .any());
        if (!parked) {
            return Set.of();
        }
        return database.write(session -> {
            Set<String> queues = new HashSet<>();
            session.statement(SqliteStatements.UNPARK)
                    .setTexts("types", types)
                    .set("most", limit)
                    .list(row -> !row.flag("claimable") || queues.add(row.text("queue")));
            return queues;
        });
    }
}
