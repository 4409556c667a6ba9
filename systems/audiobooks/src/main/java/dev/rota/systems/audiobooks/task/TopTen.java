package dev.rota.systems.audiobooks.task;

import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.ArchiveSource;
import dev.rota.systems.audiobooks.source.Source;
import dev.rota.systems.audiobooks.source.SourceHealth;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.common.Columns;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lists the ten most downloaded audiobooks of each enabled genre, once for each week, which begins on Sunday. An item is
 * a genre. The counts come from the Internet Archive; a book without a count stands last, equals by the source's id.
 * Thread-safe.
 */
public final class TopTen {
    private static final int BATCH = 50;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final ArchiveSource archive;
    private final SourceHealth health;
    private final Rules rules;

    /**
     * How it lists.
     *
     * @param zone in which a week begins
     * @param oncePerWork true: of several recordings of a work only the most downloaded one is listed
     */
    public record Rules(ZoneId zone, boolean oncePerWork) {}

    public TopTen(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            ArchiveSource archive,
            SourceHealth health,
            Rules rules) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.archive = archive;
        this.health = health;
        this.rules = rules;
    }

    /** Refreshes the counts of the books concerned, then lists each genre that has no list for this week. */
    public void list(TaskRun run) throws SourceUnavailableException, InterruptedException {
        LocalDate week = LocalDate.ofInstant(run.firstStartedAt(), rules.zone())
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        long last = run.position().map(Long::parseLong).orElse(0L);
        List<Long> genres = jdbc.sql(Statements.ENABLED)
                .param("last", last)
                .query(Long.class)
                .list();
        if (!genres.isEmpty()) {
            refreshCounts(run);
        }
        for (long genre : genres) {
            run.checkpoint();
            run.succeeded("genre " + genre, Long.toString(genre), () -> snapshot(genre, week));
        }
    }

    private void refreshCounts(TaskRun run) throws SourceUnavailableException, InterruptedException {
        long last = 0;
        while (true) {
            Map<Long, String> items = new LinkedHashMap<>();
            jdbc.sql(Statements.TO_COUNT)
                    .param("last", last)
                    .param("batch", BATCH)
                    .query(row -> {
                        String item = ArchiveSource.item(row.getString("url_archive"));
                        items.put(row.getLong("id"), item == null ? "" : item);
                    });
            if (items.isEmpty()) {
                return;
            }
            run.checkpoint();
            Map<String, Long> counts = counts(
                    items.values().stream().filter(item -> !item.isEmpty()).toList());
            transactions.executeWithoutResult(status -> items.forEach((book, item) -> store(book, counts.get(item))));
            last = items.keySet().stream().reduce(last, Math::max);
        }
    }

    private Map<String, Long> counts(List<String> items) throws SourceUnavailableException, InterruptedException {
        try {
            return items.isEmpty() ? Map.of() : archive.downloads(items);
        } catch (AnswerException e) {
            throw health.givenUp(Source.ARCHIVE, e.getMessage());
        }
    }

    private void store(long book, @Nullable Long count) {
        if (count != null) {
            jdbc.sql("update audio_book set downloads = :count where id = :book and coalesce(downloads, -1) <> :count")
                    .param("count", count)
                    .param("book", book)
                    .update();
        }
    }

    private String snapshot(long genre, LocalDate week) {
        long there = jdbc.sql("select count(*) from audio_top10 where genre_id = :genre and week_start = :week")
                .param("genre", genre)
                .param("week", Columns.of(week))
                .query(Long.class)
                .single();
        if (there > 0) {
            return "unchanged";
        }
        jdbc.sql(Statements.SNAPSHOT)
                .param("genre", genre)
                .param("week", Columns.of(week))
                .param("best", rules.oncePerWork() ? 1 : Integer.MAX_VALUE)
                .update();
        return "listed";
    }

    private static final class Statements {
        static final String ENABLED = """
                select genre_id from audio_genre_setting where enabled = 1 and genre_id > :last order by genre_id
                """;
        static final String TO_COUNT = """
                select b.id, b.url_archive from audio_book b
                 where b.id > :last and b.gone_at is null and b.url_archive is not null
                   and exists (select 1 from audio_book_genre g join audio_genre_setting s on s.genre_id = g.genre_id
                                where g.book_id = b.id and s.enabled = 1)
                 order by b.id limit :batch
                """;
        static final String SNAPSHOT = """
                insert into audio_top10 (genre_id, week_start, rank, book_id, downloads)
                select :genre, :week, place, id, downloads from (
                    select id, downloads, row_number() over (order by downloads is null, downloads desc,
                                                             length(source_id), source_id) as place
                      from (select b.id, b.downloads, b.source_id,
                                   row_number() over (partition by coalesce(b.work_id, -b.id)
                                                      order by b.downloads is null, b.downloads desc,
                                                               length(b.source_id), b.source_id) as of_work
                              from audio_book b join audio_book_genre g on g.book_id = b.id
                             where g.genre_id = :genre and b.gone_at is null) recordings
                     where of_work <= :best) places
                 where place <= 10
                """;

        private Statements() {}
    }
}
