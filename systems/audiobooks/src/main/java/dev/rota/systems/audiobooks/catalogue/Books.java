package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Audiobook.Facts;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import dev.rota.systems.audiobooks.source.Audiobook.Section;
import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The books of the catalogue. Each method belongs into the caller's transaction. Thread-safe. */
public final class Books {
    private final JdbcClient jdbc;
    private final Authors authors;

    public Books(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.authors = new Authors(jdbc);
    }

    /** What writing a book has done. */
    public enum Written {
        INSERTED,
        UPDATED,
        UNCHANGED
    }

    /** What is known of a book: what to send as If-Modified-Since, and whether the source has lost it. */
    public record Known(long id, @Nullable String lastModified, boolean gone) {}

    public Optional<Known> find(String source, String sourceId) {
        return jdbc.sql("""
                        select id, last_modified, gone_at from audio_book where source = :source and source_id = :id
                        """)
                .param("source", source)
                .param("id", sourceId)
                .query((row, n) -> new Known(
                        row.getLong("id"),
                        row.getString("last_modified"),
                        Columns.instantOrNull(row, "gone_at") != null))
                .optional();
    }

    /**
     * Writes a book as the source has it now. A book that was gone is back.
     *
     * @param lastModified to be sent back the next time; null if the source gave nothing
     */
    public Written write(String source, Audiobook book, @Nullable String lastModified, Instant now) {
        String hash = ContentHash.of(book);
        Optional<Stored> stored = stored(source, book.id());
        if (stored.isEmpty()) {
            Optional<Long> id = insert(source, book, hash, lastModified, now);
            if (id.isPresent()) {
                writeParts(id.get(), source, book);
                return Written.INSERTED;
            }
            stored = stored(source, book.id()); // Another worker was quicker.
        }
        Stored old = stored.orElseThrow();
        if (old.hash().equals(hash) && !old.gone()) {
            return Written.UNCHANGED;
        }
        if (update(old, book, hash, lastModified, now) == 0) {
            return Written.UNCHANGED; // Another worker wrote the same change.
        }
        writeParts(old.id(), source, book);
        return Written.UPDATED;
    }

    /** The source does not have the book any more. */
    public void gone(long id, Instant now) {
        jdbc.sql("update audio_book set gone_at = :now, updated_at = :now where id = :id and gone_at is null")
                .param("now", Columns.of(now))
                .param("id", id)
                .update();
    }

    private Optional<Stored> stored(String source, String sourceId) {
        return jdbc.sql("""
                        select id, content_hash, gone_at from audio_book where source = :source and source_id = :id
                        """)
                .param("source", source)
                .param("id", sourceId)
                .query((row, n) -> new Stored(
                        row.getLong("id"),
                        Columns.text(row, "content_hash"),
                        Columns.instantOrNull(row, "gone_at") != null))
                .optional();
    }

    private Optional<Long> insert(
            String source, Audiobook book, String hash, @Nullable String lastModified, Instant now) {
        return withFacts(Statements.INSERT, book)
                .param("source", source)
                .param("sourceId", book.id())
                .param("hash", hash)
                .param("modified", lastModified)
                .param("now", Columns.of(now))
                .query(Long.class)
                .optional();
    }

    private int update(Stored old, Audiobook book, String hash, @Nullable String lastModified, Instant now) {
        return withFacts(Statements.UPDATE, book)
                .param("id", old.id())
                .param("old", old.hash())
                .param("hash", hash)
                .param("modified", lastModified)
                .param("now", Columns.of(now))
                .update();
    }

    private JdbcClient.StatementSpec withFacts(String sql, Audiobook book) {
        Facts facts = book.facts();
        return jdbc.sql(sql)
                .param("title", book.title())
                .param("language", facts.language())
                .param("year", facts.copyrightYear())
                .param("sections", facts.numSections())
                .param("secs", facts.totalSecs())
                .param("text", facts.urlText())
                .param("page", facts.urlPage())
                .param("archive", facts.urlArchive())
                .param("catalogued", facts.catalogDate())
                .param("downloads", facts.downloads());
    }

    private void writeParts(long id, String source, Audiobook book) {
        clear("audio_book_author", id);
        clear("audio_book_genre", id);
        clear("audio_section", id);
        Long main = null;
        for (Person person : book.authors()) {
            long author = authors.write(source, person);
            main = main == null ? Long.valueOf(author) : main;
            addPerson(id, author, "author");
        }
        for (Person person : book.translators()) {
            addPerson(id, authors.write(source, person), "translator");
        }
        for (String genre : book.genres()) {
            addGenre(id, genre);
        }
        for (Section section : book.sections()) {
            addSection(id, section);
        }
        jdbc.sql("update audio_book set work_id = :work where id = :id")
                .param("work", work(Titles.normalised(book.title()), main))
                .param("id", id)
                .update();
    }

    private void clear(String table, long book) {
        jdbc.sql("delete from " + table + " where book_id = :book")
                .param("book", book)
                .update();
    }

    private void addPerson(long book, long author, String role) {
        jdbc.sql("""
                        insert into audio_book_author (book_id, author_id, role) values (:book, :author, :role)
                            on conflict do nothing
                        """)
                .param("book", book)
                .param("author", author)
                .param("role", role)
                .update();
    }

    private void addGenre(long book, String name) {
        jdbc.sql("insert into audio_genre (name) values (:name) on conflict (name) do nothing")
                .param("name", name)
                .update();
        jdbc.sql("""
                        insert into audio_book_genre (book_id, genre_id)
                        select :book, id from audio_genre where name = :name
                        """).param("book", book).param("name", name).update();
    }

    private void addSection(long book, Section section) {
        jdbc.sql("""
                        insert into audio_section (book_id, number, title, secs)
                        values (:book, :number, :title, :secs) on conflict (book_id, number) do nothing
                        """)
                .param("book", book)
                .param("number", section.number())
                .param("title", section.title())
                .param("secs", section.secs())
                .update();
    }

    private long work(String normalised, @Nullable Long author) {
        jdbc.sql("""
                        insert into audio_work (norm_title, main_author_id) values (:title, :author)
                            on conflict (norm_title, coalesce(main_author_id, 0)) do nothing
                        """).param("title", normalised).param("author", author).update();
        return jdbc.sql("""
                        select id from audio_work
                         where norm_title = :title and coalesce(main_author_id, 0) = :author
                        """)
                .param("title", normalised)
                .param("author", author == null ? 0L : author)
                .query(Long.class)
                .single();
    }

    private record Stored(long id, String hash, boolean gone) {}

    private static final class Statements {
        static final String INSERT = """
                insert into audio_book (source, source_id, title, language, copyright_year, num_sections, total_secs,
                       url_text, url_page, url_archive, catalog_date, downloads, content_hash, last_modified,
                       created_at, updated_at)
                values (:source, :sourceId, :title, :language, :year, :sections, :secs, :text, :page, :archive,
                       :catalogued, :downloads, :hash, :modified, :now, :now)
                    on conflict (source, source_id) do nothing
                returning id
                """;
        // Only over what was read; what a source does not say is kept.
        static final String UPDATE = """
                update audio_book
                   set title = :title, language = :language, copyright_year = :year, num_sections = :sections,
                       total_secs = :secs, url_text = :text, url_page = :page, url_archive = :archive,
                       catalog_date = coalesce(:catalogued, catalog_date),
                       downloads = coalesce(:downloads, downloads), content_hash = :hash, last_modified = :modified,
                       updated_at = :now, gone_at = null
                 where id = :id and content_hash = :old
                """;

        private Statements() {}
    }
}
