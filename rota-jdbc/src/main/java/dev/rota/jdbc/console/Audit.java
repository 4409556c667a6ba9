package dev.rota.jdbc.console;

import dev.rota.console.AuditLog;
import dev.rota.jdbc.Row;
import dev.rota.jdbc.Sql;
import dev.rota.jdbc.Statement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The audit, in {@code rota_audit}. */
final class Audit implements AuditLog {
    // Both databases can keep these, and nothing happened before or after.
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private static final Sql APPEND = Sql.of("""
            insert into rota_audit (
                at, actor, via, action, target, before_json, after_json, reason, request_id, address)
            values (:now, :actor, :via, :action, :target, :before, :after, :reason, :request_id, :address)""");
    private static final String LIST = """
            select * from rota_audit
            where at <= :at and (at < :at or id < :id) and at >= :since
                and substr(action, 1, length(:prefix)) = :prefix and (:via = '' or via = :via)
            """;
    private static final String NEWEST_FIRST = " order by at desc, id desc limit :limit";

    // One for each index that may be walked.
    private static final Sql LIST_ALL = Sql.of(LIST + NEWEST_FIRST);
    private static final Sql LIST_OF_ACTOR = Sql.of(LIST + " and actor = :actor" + NEWEST_FIRST);
    private static final Sql LIST_OF_TARGET =
            Sql.of(LIST + " and target = :target and (:actor = '' or actor = :actor)" + NEWEST_FIRST);

    private final ConsoleTransactions transactions;

    Audit(ConsoleTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void append(Act act) {
        append(List.of(act));
    }

    @Override
    public void append(List<Act> acts) {
        if (acts.isEmpty()) {
            return;
        }
        transactions.write((session, now) -> {
            Statement append = session.statement(APPEND).set("now", now);
            for (Act act : acts) {
                append.set("actor", act.actor())
                        .set("via", act.via())
                        .set("action", act.action())
                        .set("target", act.target())
                        .set("before", act.before())
                        .set("after", act.after())
                        .set("reason", act.reason())
                        .set("request_id", act.requestId())
                        .set("address", act.address())
                        .add();
            }
            return append.runBatch();
        });
    }

    @Override
    public List<Entry> list(Query query) {
        Position before = before(query);
        return transactions.read((session, now) -> {
            Statement list = session.statement(statement(query))
                    .set("at", before.at())
                    .set("id", before.id())
                    .set("since", within(query.since(), FIRST))
                    .set("prefix", Objects.requireNonNullElse(query.actionPrefix(), ""))
                    .set("via", via(query))
                    .set("limit", query.limit());
            if (query.target() != null) {
                list.set("target", query.target()).set("actor", Objects.requireNonNullElse(query.actor(), ""));
            } else if (query.actor() != null) {
                list.set("actor", query.actor());
            }
            return list.list(Audit::entry);
        });
    }

    /** One bound out of two, so that the index is entered at the page, however many entries are later. */
    private static Position before(Query query) {
        Instant until = within(query.until(), LAST);
        Position page = query.before();
        return page != null && page.at().isBefore(until)
                ? new Position(within(page.at(), LAST), page.id())
                : new Position(until, Long.MIN_VALUE);
    }

    private static String via(Query query) {
        return query.via() == null ? "" : query.via().name().toLowerCase(Locale.ROOT);
    }

    private static Sql statement(Query query) {
        if (query.target() != null) {
            return LIST_OF_TARGET;
        }
        return query.actor() != null ? LIST_OF_ACTOR : LIST_ALL;
    }

    private static Instant within(@Nullable Instant time, Instant otherwise) {
        if (time == null) {
            return otherwise;
        }
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time;
    }

    private static Entry entry(Row row) throws SQLException {
        Act act = new Act(
                row.text("actor"),
                row.word("via", Via.class),
                row.text("action"),
                row.textOrNull("target"),
                row.textOrNull("before_json"),
                row.textOrNull("after_json"),
                row.textOrNull("reason"),
                row.textOrNull("request_id"),
                row.textOrNull("address"));
        return new Entry(row.number("id"), row.instant("at"), act);
    }
}
