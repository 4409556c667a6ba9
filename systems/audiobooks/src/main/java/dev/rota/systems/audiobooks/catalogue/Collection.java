package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.common.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What people decide: which series and authors are followed, which genres are listed, what is had. Thread-safe. */
public final class Collection {
    private static final int BATCH = 200;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public Collection(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Lists the genre, or lists it no more; the catalogue need not have it yet. */
    public void list(String genre, boolean enabled) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("insert into audio_genre (name) values (:name) on conflict (name) do nothing")
                    .param("name", genre.strip())
                    .update();
            jdbc.sql("""
                            insert into audio_genre_setting (genre_id, enabled)
                            select id, :enabled from audio_genre where name = :name
                                on conflict (genre_id) do update set enabled = excluded.enabled
                            """)
                    .param("enabled", Columns.of(enabled))
                    .param("name", genre.strip())
                    .update();
        });
    }

    /** Follows the authors of this name, first name first, that the catalogue has; says how many. */
    public int followAuthor(String name) {
        return jdbc.sql("""
                        update audio_author set followed = 1
                         where trim(coalesce(first_name, '') || ' ' || last_name) = :name
                        """).param("name", name.strip()).update();
    }

    /** Follows a series of this name. */
    public long followSeries(String name) {
        return new Series(jdbc).follow(name);
    }

    /** Notes that a book is had, if the catalogue has it; says whether it does. */
    public boolean own(String source, String sourceId, Instant now) {
        Optional<Books.Known> book = new Books(jdbc).find(source, sourceId);
        book.ifPresent(found -> new Acquisitions(jdbc).owned(found.id(), now));
        return book.isPresent();
    }

    /** Writes books without asking any source, as loaders do; says how many were new or changed. */
    public int load(String source, List<Audiobook> books, Instant now) {
        Books table = new Books(jdbc);
        int written = 0;
        for (int from = 0; from < books.size(); from += BATCH) {
            List<Audiobook> batch = books.subList(from, Math.min(books.size(), from + BATCH));
            Long changed = transactions.execute(status -> batch.stream()
                    .filter(book -> table.write(source, book, null, now) != Books.Written.UNCHANGED)
                    .count());
            written += changed.intValue();
        }
        return written;
    }
}
