package dev.rota.systems.chat.duty;

import dev.rota.systems.chat.duty.Batches.Selection;
import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes messages that belong to no conversation: those that name none, and those that name one that is not there, which
 * a database only has where its foreign keys were not enforced. Thread-safe.
 */
final class MessageCleanup {
    private static final Selection ORPHANED =
            new Selection("chat_message", "created_at", "conversation_id is null", List.of());
    private static final Selection POINTING_NOWHERE = new Selection("chat_message", "created_at", """
            not exists (select 1 from chat_conversation c where c.id = chat_message.conversation_id)""", List.of());
    /** Messages looked at by one statement. */
    private static final int STRETCH = 5_000;

    private final JdbcClient jdbc;
    private final Batches batches;
    private final int batch;

    MessageCleanup(JdbcClient jdbc, Batches batches, int batch) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.batch = batch;
    }

    /** How many of them were written before {@code before}. */
    long count(Instant before, DutyProgress progress) {
        long count = batches.count(ORPHANED, Columns.of(before));
        for (Stretch stretch = first(); stretch != null; stretch = after(stretch)) {
            progress.checkpoint();
            count += pointingNowhere(stretch, before).size();
        }
        return count;
    }

    /** Deletes those that were written before {@code before}. */
    long delete(Instant before, DutyProgress progress, BatchCount count) {
        long deleted = batches.delete(ORPHANED, Columns.of(before), progress, count);
        for (Stretch stretch = first(); stretch != null; stretch = after(stretch)) {
            progress.checkpoint();
            List<Long> ids = pointingNowhere(stretch, before);
            for (int from = 0; from < ids.size(); from += batch) {
                List<Long> some = ids.subList(from, Math.min(from + batch, ids.size()));
                int rows =
                        batches.deleteBatch(POINTING_NOWHERE, Map.of("ids", some, "before", Columns.of(before)), count);
                deleted += rows;
                progress.ok(rows);
            }
        }
        return deleted;
    }

    private List<Long> pointingNowhere(Stretch stretch, Instant before) {
        return jdbc.sql(Statements.POINTING_NOWHERE)
                .param("first", stretch.first())
                .param("last", stretch.last())
                .param("before", Columns.of(before))
                .query(Long.class)
                .list();
    }

    private @Nullable Stretch first() {
        return stretch(0);
    }

    private @Nullable Stretch after(Stretch stretch) {
        return stretch(stretch.last());
    }

    /** The next messages by id; null after the last. */
    private @Nullable Stretch stretch(long after) {
        return jdbc.sql(Statements.STRETCH)
                .param("after", after)
                .param("size", STRETCH)
                .query((row, n) -> {
                    Long last = Columns.longOrNull(row, "last");
                    return new Stretch(row.getLong("first"), last == null ? -1 : last);
                })
                .optional()
                .filter(found -> found.last() >= 0)
                .orElse(null);
    }

    private record Stretch(long first, long last) {}

    private static final class Statements {
        static final String STRETCH = """
                select min(id) as first, max(id) as last
                  from (select id from chat_message where id > :after order by id limit :size) as next
                """;
        static final String POINTING_NOWHERE = """
                select m.id from chat_message m
                 where m.id between :first and :last and m.conversation_id is not null and m.created_at < :before
                   and not exists (select 1 from chat_conversation c where c.id = m.conversation_id)
                """;

        private Statements() {}
    }
}
