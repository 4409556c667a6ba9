package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.local.CatalogueData.SeriesBook;
import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Audiobook.Facts;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import dev.rota.systems.audiobooks.source.Audiobook.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The hand-made catalogue of this program: twelve books, and a collection that begins with three of them. */
public final class HandMade {
    private static final String FOLDER = "/audiobooks/data/";
    private static final int FIRST_AUTHOR = 101;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final long SECTION_SECS = 1200;

    private HandMade() {}

    /** Twelve books, two of which cannot be shown. What the file does not name follows from a book's id. */
    public static CatalogueData catalogue() {
        List<Audiobook> books = new ArrayList<>();
        List<SeriesBook> series = new ArrayList<>();
        Set<String> broken = new LinkedHashSet<>();
        Map<String, Person> people = new LinkedHashMap<>();
        for (JsonNode each : read("catalogue.json")) {
            String author = each.path("author").asString();
            Person person = people.computeIfAbsent(author, name -> person(name, FIRST_AUTHOR + people.size()));
            Audiobook book = book(each, person);
            books.add(book);
            if (each.path("serves").asInt() == 0) {
                broken.add(book.id());
            }
            if (!each.path("series").isNull()) {
                series.add(new SeriesBook(
                        each.path("series").asString(),
                        each.path("position").asString(),
                        book.title(),
                        author,
                        book.facts().copyrightYear(),
                        List.of(book.id())));
            }
        }
        return new CatalogueData(List.copyOf(books), List.copyOf(series), Set.copyOf(broken));
    }

    /** What is owned, followed and enabled at the beginning. */
    public static Have have() {
        JsonNode have = read("have.json");
        return new Have(
                texts(have.path("owned_ids")),
                texts(have.path("followed_series")),
                texts(have.path("followed_authors")),
                texts(have.path("enabled_genres")),
                texts(have.path("languages")));
    }

    private static Audiobook book(JsonNode each, Person author) {
        int id = each.path("id").asInt();
        String title = each.path("title").asString();
        String slug =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("_$", "");
        int sections = 2 + id % 3;
        Facts facts = new Facts(
                each.path("language").asString(),
                1900 + id,
                sections,
                sections * SECTION_SECS,
                null,
                "http://librivox.org/" + slug.replace('_', '-') + "/",
                "http://www.archive.org/details/" + slug + "_librivox",
                FIRST_DAY.plusDays(id) + " 12:00:00",
                each.path("downloads").isNull() ? null : each.path("downloads").asLong());
        return new Audiobook(
                Integer.toString(id),
                title,
                facts,
                List.of(author),
                List.of(),
                texts(each.path("genres")),
                Stream.iterate(1, number -> number + 1)
                        .limit(sections)
                        .map(number -> new Section(number, "Chapter " + number, SECTION_SECS))
                        .toList());
    }

    private static Person person(String name, int id) {
        int space = name.lastIndexOf(' ');
        String first = space < 0 ? null : name.substring(0, space);
        return new Person(Integer.toString(id), first, name.substring(space + 1), null, null);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static JsonNode read(String name) {
        try (InputStream in = opened(HandMade.class.getResourceAsStream(FOLDER + name), name)) {
            return JsonMapper.builder().build().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Data file " + name + " cannot be read", e);
        }
    }

    private static InputStream opened(@Nullable InputStream in, String name) throws IOException {
        if (in == null) {
            throw new IOException("expected " + name + " on the class path in " + FOLDER + ", found nothing");
        }
        return in;
    }

    /** A collection: what it has (ids at LibriVox), follows and lists, by name. */
    public record Have(
            List<String> owned,
            List<String> series,
            List<String> authors,
            List<String> genres,
            List<String> languages) {}
}
