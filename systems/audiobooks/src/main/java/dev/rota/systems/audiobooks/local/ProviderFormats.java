package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.catalogue.Titles;
import dev.rota.systems.audiobooks.local.CatalogueData.SeriesBook;
import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Metadata providers: Open Library, which knows the works of authors with a name and all series, and Google Books, which
 * knows the others.
 */
final class ProviderFormats {
    private static final Pattern SERIES = Pattern.compile("series_name:\"([^\"]*)\"");
    private static final Pattern IN_TITLE = Pattern.compile("intitle:\"([^\"]*)\"");

    private final CatalogueData data;

    ProviderFormats(CatalogueData data) {
        this.data = data;
    }

    LocalAnswer openLibrary(Map<String, String> asked) {
        Matcher series = SERIES.matcher(asked.getOrDefault("q", ""));
        List<Map<String, Object>> docs = series.matches()
                ? series(series.group(1))
                : find(asked.getOrDefault("title", "")).filter(ProviderFormats::hasAuthor).stream()
                        .map(ProviderFormats::work)
                        .toList();
        return LocalAnswer.json(
                Map.of("numFound", docs.size(), "start", 0, "numFoundExact", true, "docs", docs, "q", ""));
    }

    LocalAnswer googleBooks(Map<String, String> asked) {
        Matcher title = IN_TITLE.matcher(asked.getOrDefault("q", ""));
        Optional<Audiobook> found = title.find() ? find(title.group(1)) : Optional.empty();
        if (found.isEmpty() || hasAuthor(found.get())) {
            return LocalAnswer.json(Map.of("kind", "books#volumes", "totalItems", 0));
        }
        Map<String, Object> info = Map.of("title", found.get().title(), "publishedDate", "2001-05");
        return LocalAnswer.json(Map.of(
                "kind",
                "books#volumes",
                "totalItems",
                1,
                "items",
                List.of(Map.of("kind", "books#volume", "volumeInfo", info))));
    }

    private Optional<Audiobook> find(String title) {
        String wanted = Titles.normalised(title);
        return data.books().stream()
                .filter(book -> Titles.normalised(book.title()).equals(wanted))
                .findFirst();
    }

    private static boolean hasAuthor(Audiobook book) {
        return !book.authors().isEmpty() && book.authors().get(0).firstName() != null;
    }

    private static Map<String, Object> work(Audiobook book) {
        Map<String, Object> doc = new LinkedHashMap<>();
        doc.put("key", "/works/OL" + book.id() + "W");
        doc.put("title", book.title());
        doc.put(
                "author_name",
                book.authors().stream().map(ProviderFormats::name).toList());
        if (book.facts().copyrightYear() != null) {
            doc.put("first_publish_year", book.facts().copyrightYear());
        }
        doc.put("id_librivox", List.of(book.id()));
        return doc;
    }

    private List<Map<String, Object>> series(String name) {
        List<Map<String, Object>> docs = new ArrayList<>();
        for (SeriesBook book : data.series()) {
            if (book.series().equalsIgnoreCase(name)) {
                docs.add(seriesBook(book, docs.size() + 1));
            }
        }
        return docs;
    }

    private static Map<String, Object> seriesBook(SeriesBook book, int number) {
        String key = Integer.toString(Math.floorMod(book.series().hashCode(), 100_000));
        Map<String, Object> doc = new LinkedHashMap<>();
        doc.put("key", "/works/OL" + key + number + "W");
        doc.put("title", book.title());
        doc.put("series_key", List.of("OL" + key + "L"));
        doc.put("series_name", List.of(book.series()));
        doc.put("series_position", List.of(book.position()));
        doc.put("id_librivox", book.recordings());
        putUnlessNull(doc, "author_name", book.author() == null ? null : List.of(book.author()));
        putUnlessNull(doc, "first_publish_year", book.firstYear());
        return doc;
    }

    private static void putUnlessNull(Map<String, Object> doc, String field, @Nullable Object value) {
        if (value != null) {
            doc.put(field, value);
        }
    }

    private static String name(Person person) {
        return person.firstName() == null ? person.lastName() : person.firstName() + " " + person.lastName();
    }
}
