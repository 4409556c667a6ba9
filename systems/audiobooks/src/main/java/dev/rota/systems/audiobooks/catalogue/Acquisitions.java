package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is to be had, is being brought, or is had. Each method belongs into the caller's transaction. Thread-safe. */
public final class Acquisitions {
    private final JdbcClient jdbc;

    public Acquisitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Why something is wanted. */
    public enum Reason {
        SERIES,
        AUTHOR,
        TOP10,
        MANUAL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Wants a book.
     *
     * @param task the row of the task that asks; null if a person does
     * @return the new acquisition; empty if it is wanted or had already
     */
    public Optional<Long> want(long book, Reason reason, @Nullable Long task, Instant now) {
        return jdbc.sql("""
                        insert into audio_acquisition (book_id, reason, status, requested_by_task, created_at)
                        values (:book, :reason, 'wanted', :task, :now)
                            on conflict (book_id) do nothing returning id
                        """)
                .param("book", book)
                .param("reason", reason.word())
                .param("task", task)
                .param("now", Columns.of(now))
                .query(Long.class)
                .optional();
    }

    /** A book that is had already, from before this system. */
    public void owned(long book, Instant now) {
        jdbc.sql("""
                        insert into audio_acquisition (book_id, reason, status, created_at)
                        values (:book, 'manual', 'done', :now) on conflict (book_id) do nothing
                        """).param("book", book).param("now", Columns.of(now)).update();
    }

    /** Whether it is noted that no source has this entry of a series. */
    public boolean isUnavailable(Series.Entry entry) {
        return jdbc.sql("""
                                select count(*) from audio_acquisition
                                 where series_id = :series and title = :title and book_id is null
                                """)
                        .param("series", entry.seriesId())
                        .param("title", entry.title())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** No source has this entry of a series. */
    public void unavailable(Series.Entry entry, long task, Instant now) {
        jdbc.sql("""
                        insert into audio_acquisition
                               (series_id, title, reason, status, requested_by_task, created_at)
                        values (:series, :title, 'series', 'unavailable', :task, :now)
                            on conflict (series_id, title) do nothing
                        """)
                .param("series", entry.seriesId())
                .param("title", entry.title())
                .param("task", task)
                .param("now", Columns.of(now))
                .update();
    }

    /** A source has it after all. */
    public void foundAfterAll(Series.Entry entry) {
        jdbc.sql("""
                        delete from audio_acquisition
                         where series_id = :series and title = :title and book_id is null
                        """)
                .param("series", entry.seriesId())
                .param("title", entry.title())
                .update();
    }

    /** An acquisition of a book, and where the book's files are. */
    public record Wanted(long id, String source, @Nullable String urlArchive, String status) {}

    public Optional<Wanted> find(long id) {
        return jdbc.sql("""
                        select q.id, q.status, b.source, b.url_archive
                          from audio_acquisition q join audio_book b on b.id = q.book_id where q.id = :id
                        """)
                .param("id", id)
                .query((row, n) -> new Wanted(
                        row.getLong("id"),
                        Columns.text(row, "source"),
                        row.getString("url_archive"),
                        Columns.text(row, "status")))
                .optional();
    }

    /** How an acquisition stands now; what is done stays done. */
    public void set(long id, Status status) {
        jdbc.sql("""
                        update audio_acquisition
                           set status = :status, licence = coalesce(:licence, licence), file = coalesce(:file, file),
                               detail = :detail
                         where id = :id and status <> 'done'
                        """)
                .param("status", status.word())
                .param("licence", status.licence())
                .param("file", status.file())
                .param("detail", status.detail())
                .param("id", id)
                .update();
    }

    /**
     * How an acquisition stands.
     *
     * @param word one of the table's words
     * @param licence of the file, an address; null leaves it
     * @param file where it is, below the download directory; null leaves it
     * @param detail why, for people; null for nothing
     */
    public record Status(
            String word,
            @Nullable String licence,
            @Nullable String file,
            @Nullable String detail) {
        public static final Status DOWNLOADING = new Status("downloading", null, null, null);

        public static Status done(@Nullable String licence, String file) {
            return new Status("done", licence, file, null);
        }

        public static Status failed(String detail) {
            return new Status("failed", null, null, detail);
        }

        public static Status unavailable(@Nullable String licence, String detail) {
            return new Status("unavailable", licence, null, detail);
        }
    }
}
