package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.common.Columns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds works and the recording of a work to have. Thread-safe. */
public final class Works {
    /** Ids of a source are numbers written as text: the shorter one is the smaller one. */
    static final String BY_SOURCE_ID = "length(b.source_id), b.source_id";

    private final JdbcClient jdbc;

    public Works(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The work of the catalogue that an entry of a series means: by the recordings that the provider names, else by the
     * same title, else by a title that only goes on ("Phineas Finn" is "Phineas Finn the Irish Member"); the author's
     * last name must be the same. Empty if there is none.
     */
    public Optional<Long> match(Series.Entry entry) {
        Optional<Long> named = entry.recordings().isEmpty() ? Optional.empty() : byRecordings(entry.recordings());
        if (named.isPresent()) {
            return named;
        }
        String title = Titles.normalised(entry.title());
        return byTitle(title, entry.author()).or(() -> byBeginning(title, entry.author()));
    }

    /** The most downloaded recording of a work in one of these languages, the eldest of equals; empty if there is none. */
    public Optional<Long> best(long work, List<String> languages) {
        return jdbc.sql("""
                        select b.id from audio_book b
                         where b.work_id = :work and b.gone_at is null and lower(b.language) in (:languages)
                         order by b.downloads is null, b.downloads desc,
                        """ + BY_SOURCE_ID + " limit 1")
                .param("work", work)
                .param("languages", lower(languages))
                .query(Long.class)
                .optional();
    }

    /** Works of authors that are followed and are somebody, of which no recording is wanted or had, in the works' order. */
    public List<Long> missingOfFollowedAuthors(List<String> languages) {
        return jdbc.sql("""
                        select w.id from audio_work w join audio_author a on a.id = w.main_author_id
                         where a.followed = 1 and a.is_collective = 0
                           and exists (select 1 from audio_book b where b.work_id = w.id and b.gone_at is null
                                          and lower(b.language) in (:languages))
                           and not exists (select 1 from audio_book b join audio_acquisition q on q.book_id = b.id
                                            where b.work_id = w.id)
                         order by a.id, w.id
                        """)
                .param("languages", lower(languages))
                .query(Long.class)
                .list();
    }

    /** Whether a recording of it is wanted or had. */
    public boolean isTaken(long work) {
        return jdbc.sql("""
                                select count(*) from audio_book b join audio_acquisition q on q.book_id = b.id
                                 where b.work_id = :work
                                """).param("work", work).query(Long.class).single() > 0;
    }

    private Optional<Long> byRecordings(List<String> recordings) {
        return jdbc.sql("select b.work_id from audio_book b where b.source_id in (:ids) and b.work_id is not null"
                        + " and b.gone_at is null order by " + BY_SOURCE_ID + " limit 1")
                .param("ids", recordings)
                .query(Long.class)
                .optional();
    }

    private Optional<Long> byTitle(String title, @Nullable String author) {
        return candidates("w.norm_title = :title", title, author);
    }

    private Optional<Long> byBeginning(String title, @Nullable String author) {
        // Without an author too much begins alike. The space keeps "emma" from "emmaline"; no title holds % or _.
        return author == null ? Optional.empty() : candidates("w.norm_title like :title", title + " %", author);
    }

    private Optional<Long> candidates(String condition, String title, @Nullable String author) {
        return jdbc
                .sql("""
                        select w.id, a.last_name from audio_work w left join audio_author a on a.id = w.main_author_id
                         where exists (select 1 from audio_book b where b.work_id = w.id and b.gone_at is null) and
                        """ + condition + " order by length(w.norm_title), w.id")
                .param("title", title)
                .query((row, n) -> new Candidate(row.getLong("id"), row.getString("last_name")))
                .list()
                .stream()
                .filter(candidate -> author == null || isBy(candidate, author))
                .map(Candidate::work)
                .findFirst();
    }

    private static boolean isBy(Candidate candidate, String author) {
        String last = Titles.lastName(candidate.lastName());
        return last != null
                && Titles.normalised(last).equals(Titles.normalised(String.valueOf(Titles.lastName(author))));
    }

    private static List<String> lower(List<String> languages) {
        return languages.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
    }

    private record Candidate(long work, @Nullable String lastName) {}

    /** A work as metadata are asked for it. */
    public record Asked(
            long bookId,
            @Nullable Long workId,
            String title,
            @Nullable String author,
            long refreshedAt) {}

    /** What a provider knows of the work of a book. */
    public void describe(Asked book, @Nullable Integer firstYear, @Nullable String key, String status, long now) {
        if (book.workId() != null) {
            jdbc.sql("""
                            update audio_work
                               set first_year = coalesce(:year, first_year), provider_key = coalesce(:key, provider_key)
                             where id = :work
                            """)
                    .param("year", firstYear)
                    .param("key", key)
                    .param("work", book.workId())
                    .update();
        }
        jdbc.sql("update audio_book set metadata_status = :status, metadata_refreshed_at = :now where id = :id")
                .param("status", status)
                .param("now", now)
                .param("id", book.bookId())
                .update();
    }

    /**
     * The next book whose metadata are to be refreshed, the one longest ago first.
     *
     * @param which a condition on {@code b} with the parameter {@code bound}
     */
    public Optional<Asked> nextToRefresh(String which, long bound, long afterRefreshed, long afterId) {
        return jdbc.sql("""
                        select b.id, b.work_id, b.title, coalesce(b.metadata_refreshed_at, 0) as refreshed,
                               a.first_name, a.last_name
                          from audio_book b left join audio_work w on w.id = b.work_id
                               left join audio_author a on a.id = w.main_author_id
                         where b.gone_at is null and (coalesce(b.metadata_refreshed_at, 0) > :refreshed
                               or (coalesce(b.metadata_refreshed_at, 0) = :refreshed and b.id > :id))
                           and
                        """ + which + " order by coalesce(b.metadata_refreshed_at, 0), b.id limit 1")
                .param("refreshed", afterRefreshed)
                .param("id", afterId)
                .param("bound", bound)
                .query((row, n) -> new Asked(
                        row.getLong("id"),
                        Columns.longOrNull(row, "work_id"),
                        Columns.text(row, "title"),
                        name(row.getString("first_name"), row.getString("last_name")),
                        row.getLong("refreshed")))
                .optional();
    }

    private static @Nullable String name(@Nullable String first, @Nullable String last) {
        return first == null || last == null ? last : first + " " + last;
    }
}
