package dev.rota.systems.audiobooks.source;

import dev.rota.systems.audiobooks.source.Audiobook.Facts;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import dev.rota.systems.audiobooks.source.Audiobook.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a book of the LibriVox format. Numbers come as text, all but {@code totaltimesecs}. */
final class LibriVoxBooks {
    private LibriVoxBooks() {}

    static Audiobook read(JsonNode book) throws AnswerException {
        return new Audiobook(
                LibriVoxSource.required(book, "id"),
                LibriVoxSource.required(book, "title"),
                facts(book),
                people(book.path("authors")),
                people(book.path("translators")),
                genres(book.path("genres")),
                sections(book.path("sections")));
    }

    private static Facts facts(JsonNode book) {
        Long year = Json.number(book, "copyright_year");
        return new Facts(
                Json.text(book, "language"),
                year == null ? null : year.intValue(),
                (int) orZero(Json.number(book, "num_sections")),
                orZero(Json.number(book, "totaltimesecs")),
                Json.text(book, "url_text_source"),
                Json.text(book, "url_librivox"),
                Json.text(book, "url_iarchive"),
                null,
                null);
    }

    private static List<Person> people(JsonNode array) {
        List<Person> people = new ArrayList<>();
        for (JsonNode each : array) {
            String id = Json.text(each, "id");
            String last = Json.text(each, "last_name");
            String first = Json.text(each, "first_name");
            if (id != null && (last != null || first != null)) {
                people.add(new Person(
                        id,
                        last == null ? null : first,
                        last == null ? Objects.requireNonNull(first) : last,
                        Json.text(each, "dob"),
                        Json.text(each, "dod")));
            }
        }
        return List.copyOf(people);
    }

    /** By name: names come with space around them, and one by its name is the same genre under each id. */
    private static List<String> genres(JsonNode array) {
        List<String> names = new ArrayList<>();
        for (JsonNode each : array) {
            String name = Json.text(each, "name");
            if (name != null && !names.contains(name)) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private static List<Section> sections(JsonNode array) {
        List<Section> sections = new ArrayList<>();
        for (JsonNode each : array) {
            Long number = Json.number(each, "section_number");
            if (number != null) {
                sections.add(new Section(
                        number.intValue(), Json.text(each, "title"), orZero(Json.number(each, "playtime"))));
            }
        }
        return List.copyOf(sections);
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }
}
