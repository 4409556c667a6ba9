package dev.rota.systems.webapp.app;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what is too old: items that were deleted, lines of the audit log, logins that have ended, and the texts of
 * mails. In batches, each a transaction of its own; one kind that fails does not keep the others. Thread-safe.
 */
public final class CleanUp {
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final WebappSettings.KeepRules keep;

    public CleanUp(JdbcClient jdbc, Outbox outbox, WebappSettings.KeepRules keep) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.keep = keep;
    }

    /** Follows a run, between its batches; ends it by throwing an unchecked exception. */
    public interface Watch {
        /** So many more rows are deleted, and committed. */
        void deleted(int rows);

        /** One kind failed. */
        void failed(String kind, RuntimeException error);
    }

    /**
     * What a run did, in rows; those of a kind that failed are what it did before that.
     *
     * @param messages whose text and address were stripped; their keys stay
     * @param failed the kinds that failed
     * @param dryRun whether they were only counted
     */
    public record Cleaned(int items, int audit, int sessions, int messages, List<String> failed, boolean dryRun) {}

    /** Deletes what was too old at the given instant. */
    public Cleaned clean(Instant now, Watch watch) {
        List<String> failed = new ArrayList<>();
        return new Cleaned(
                all("items", () -> delete("web_item", "deleted_at", itemsBefore(now)), watch, failed),
                all("audit", () -> delete("web_audit_log", "at", auditBefore(now)), watch, failed),
                all("sessions", () -> delete("web_session", "expires_at", now), watch, failed),
                all("messages", () -> outbox.purgeBodies(BATCH), watch, failed),
                failed,
                false);
    }

    /** Counts what {@link #clean} would delete. */
    public Cleaned count(Instant now) {
        int messages =
                jdbc.sql("""
                select count(*) from core_message where system = 'webapp' and purge_body_after <= :now
                  and status not in ('queued', 'sending', 'unknown')
                  and (recipient_address is not null or subject is not null or body_text is not null)""").param("now", Columns.of(now)).query(Integer.class).single();
        return new Cleaned(
                count("web_item", "deleted_at", itemsBefore(now)),
                count("web_audit_log", "at", auditBefore(now)),
                count("web_session", "expires_at", now),
                messages,
                List.of(),
                true);
    }

    private Instant itemsBefore(Instant now) {
        return now.minus(Duration.ofDays(keep.items()));
    }

    private Instant auditBefore(Instant now) {
        return now.minus(Duration.ofDays(keep.audit()));
    }

    private static int all(String kind, IntSupplier batch, Watch watch, List<String> failed) {
        int total = 0;
        int rows = BATCH;
        while (rows == BATCH) {
            try {
                rows = batch.getAsInt();
            } catch (RuntimeException e) {
                failed.add(kind);
                watch.failed(kind, e);
                return total;
            }
            total += rows;
            watch.deleted(rows);
        }
        return total;
    }

    private int delete(String table, String column, Instant before) {
        return jdbc.sql("delete from " + table + " where id in (select id from " + table + " where " + column
                        + " < :before order by " + column + " limit :batch)")
                .param("before", Columns.of(before))
                .param("batch", BATCH)
                .update();
    }

    private int count(String table, String column, Instant before) {
        return jdbc.sql("select count(*) from " + table + " where " + column + " < :before")
                .param("before", Columns.of(before))
                .query(Integer.class)
                .single();
    }
}
