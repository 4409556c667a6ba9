package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.local.CatalogueData.SeriesBook;
import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Audiobook.Facts;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import dev.rota.systems.audiobooks.source.Audiobook.Section;
import dev.rota.systems.common.CsvRow;
import dev.rota.systems.common.CsvTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A catalogue from a directory: {@code librivox_books.jsonl} (a book on each line), and where they are there
 * {@code librivox_sections.csv} and {@code librivox_series.csv}.
 */
public final class OpenData {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OpenData() {}

    /**
     * Reads a directory.
     *
     * @throws IllegalArgumentException naming the line that is no book
     * @throws UncheckedIOException when a file cannot be read
     */
    public static CatalogueData in(Path directory) {
        Map<String, List<Section>> sections = sections(directory.resolve("librivox_sections.csv"));
        Path file = directory.resolve("librivox_books.jsonl");
        List<Audiobook> books = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    books.add(book(lines.get(i), i + 1, sections));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Data file " + file.getFileName() + " cannot be read", e);
        }
        books.sort(Comparator.comparingLong(book -> Long.parseLong(book.id())));
        return new CatalogueData(List.copyOf(books), series(directory.resolve("librivox_series.csv")), Set.of());
    }

    private static Audiobook book(String line, int number, Map<String, List<Section>> sections) {
        JsonNode book;
        try {
            book = MAPPER.readTree(line);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "librivox_books.jsonl line " + number + ": expected a JSON object, found " + e.getOriginalMessage(),
                    e);
        }
        String id = text(book, "id");
        String title = text(book, "title");
        if (id == null || !id.matches("\\d{1,18}") || title == null) {
            throw new IllegalArgumentException(
                    "librivox_books.jsonl line " + number + ": expected a numeric id and a title");
        }
        List<String> genres = book.path("genres")
                .valueStream()
                .map(genre -> genre.asString().strip())
                .filter(genre -> !genre.isEmpty())
                .distinct()
                .toList();
        return new Audiobook(
                id, title, facts(book), people(book), List.of(), genres, sections.getOrDefault(id, List.of()));
    }

    private static Facts facts(JsonNode book) {
        return new Facts(
                text(book, "language"),
                year(text(book, "copyright_year")),
                book.path("num_sections").asInt(0),
                book.path("totaltimesecs").asLong(0),
                text(book, "url_text_source"),
                text(book, "url_librivox"),
                text(book, "url_iarchive"),
                text(book, "catalog_date"),
                book.path("ia_downloads").isNumber() ? book.path("ia_downloads").asLong() : null);
    }

    private static List<Person> people(JsonNode book) {
        List<Person> people = new ArrayList<>();
        for (JsonNode each : book.path("authors")) {
            String id = text(each, "id");
            String last = text(each, "last_name");
            if (id != null && last != null) {
                people.add(new Person(id, text(each, "first_name"), last, text(each, "dob"), text(each, "dod")));
            }
        }
        return List.copyOf(people);
    }

    private static Map<String, List<Section>> sections(Path file) {
        Map<String, List<Section>> sections = new HashMap<>();
        if (Files.exists(file)) {
            for (CsvRow row : CsvTable.read(file, "book_id", "section_number", "title", "playtime_secs")) {
                Long secs = row.numberOrNull("playtime_secs");
                sections.computeIfAbsent(row.text("book_id"), id -> new ArrayList<>())
                        .add(new Section(
                                row.number("section_number", 0, 100_000),
                                row.textOrNull("title"),
                                secs == null ? 0 : secs));
            }
        }
        return sections;
    }

    private static List<SeriesBook> series(Path file) {
        List<SeriesBook> series = new ArrayList<>();
        if (Files.exists(file)) {
            for (CsvRow row : CsvTable.read(file, "series", "position", "title", "author_last_name")) {
                String ids = row.textOrNull("librivox_ids");
                series.add(new SeriesBook(
                        row.text("series"),
                        row.text("position"),
                        row.text("title"),
                        row.textOrNull("author_last_name"),
                        year(row.textOrNull("first_published")),
                        ids == null ? List.of() : List.of(ids.split(" "))));
            }
        }
        return List.copyOf(series);
    }

    private static @Nullable Integer year(@Nullable String text) {
        return text != null && text.matches("\\d{1,4}") ? Integer.valueOf(text) : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        String text = value.isValueNode() && !value.isNull() ? value.asString().strip() : "";
        return text.isEmpty() ? null : text;
    }
}
