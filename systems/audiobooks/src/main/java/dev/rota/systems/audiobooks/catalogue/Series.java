package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.audiobooks.source.OpenLibrarySource.Work;
import dev.rota.systems.common.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Series and the books they are made of. Each method belongs into the caller's transaction. Thread-safe. */
public final class Series {
    /** The provider of series that are asked for at Open Library. */
    public static final String OPEN_LIBRARY = "openlibrary";

    private final JdbcClient jdbc;

    public Series(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A series that is followed. */
    public record Followed(long id, String name, String provider) {}

    /**
     * A book of a series.
     *
     * @param position a text such as 1, 1a or 1.5; null if the provider says none
     * @param author as the provider writes the name; null if unknown
     * @param recordings ids at LibriVox that the provider knows; may be none
     */
    public record Entry(
            long seriesId,
            String title,
            @Nullable String position,
            @Nullable String author,
            List<String> recordings) {}

    /** Begins to follow a series, known by its name until the provider is asked. */
    public long follow(String name) {
        return put(OPEN_LIBRARY, name, name, true);
    }

    /** A series from another provider than Open Library, which is not asked for it. */
    public long put(String provider, String key, String name, boolean followed) {
        jdbc.sql("""
                        insert into audio_series (name, provider, provider_key, followed)
                        values (:name, :provider, :key, :followed)
                            on conflict (provider, provider_key) do update set name = :name, followed = :followed
                        """)
                .param("name", name)
                .param("provider", provider)
                .param("key", key)
                .param("followed", Columns.of(followed))
                .update();
        return jdbc.sql("select id from audio_series where provider = :provider and provider_key = :key")
                .param("provider", provider)
                .param("key", key)
                .query(Long.class)
                .single();
    }

    /** Those followed, by id. */
    public List<Followed> followed() {
        return jdbc.sql("select id, name, provider from audio_series where followed = 1 order by id")
                .query((row, n) ->
                        new Followed(row.getLong("id"), Columns.text(row, "name"), Columns.text(row, "provider")))
                .list();
    }

    /** Writes what the provider says of a book of a series. */
    public void write(long series, Work work) {
        write(new Entry(series, work.title(), work.position(), work.author(), work.recordings()));
    }

    /** Writes a book of a series; one of the same title is replaced. */
    public void write(Entry entry) {
        jdbc.sql("""
                        insert into audio_series_book (series_id, position, sort_key, title, author, recordings)
                        values (:series, :position, :sort, :title, :author, :recordings)
                            on conflict (series_id, title) do update
                           set position = excluded.position, sort_key = excluded.sort_key, author = excluded.author,
                               recordings = excluded.recordings
                        """)
                .param("series", entry.seriesId())
                .param("position", entry.position())
                .param("sort", Titles.sortKey(entry.position()))
                .param("title", entry.title())
                .param("author", entry.author())
                .param("recordings", entry.recordings().isEmpty() ? null : String.join(" ", entry.recordings()))
                .update();
    }

    /** The books of a series in their order. */
    public List<Entry> entries(long series) {
        return jdbc.sql("""
                        select title, position, author, recordings from audio_series_book
                         where series_id = :series and is_primary = 1 order by sort_key, position, title
                        """)
                .param("series", series)
                .query((row, n) -> new Entry(
                        series,
                        Columns.text(row, "title"),
                        row.getString("position"),
                        row.getString("author"),
                        words(row.getString("recordings"))))
                .list();
    }

    /** The work that an entry was found to be. */
    public void matched(Entry entry, long work) {
        jdbc.sql("update audio_series_book set work_id = :work where series_id = :series and title = :title")
                .param("work", work)
                .param("series", entry.seriesId())
                .param("title", entry.title())
                .update();
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }
}
