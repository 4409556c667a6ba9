package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.source.Audiobook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue of audiobooks with the series that some of them belong to.
 *
 * @param books in the order of their ids
 * @param series the books that make up series
 * @param broken ids of books that a server cannot show
 */
public record CatalogueData(List<Audiobook> books, List<SeriesBook> series, Set<String> broken) {

    /**
     * A book of a series; there need be no recording of it.
     *
     * @param author first name first, or the last name alone
     * @param firstYear null if unknown
     * @param recordings ids of its recordings; may be none
     */
    public record SeriesBook(
            String series,
            String position,
            String title,
            @Nullable String author,
            @Nullable Integer firstYear,
            List<String> recordings) {}

    /** The books by their ids. */
    Map<String, Audiobook> byId() {
        Map<String, Audiobook> byId = new LinkedHashMap<>();
        books.forEach(book -> byId.put(book.id(), book));
        return byId;
    }
}
