package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.source.Audiobook;
import dev.rota.systems.audiobooks.source.Audiobook.Facts;
import dev.rota.systems.audiobooks.source.Audiobook.Person;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue's feed: {@code books} as an object on even pages and as an array on odd ones, numbers as text but for
 * {@code totaltimesecs}, genres with a space behind their name, "not found" as JSON with status 404.
 */
final class LibriVoxFormat {
    private static final DateTimeFormatter CATALOG_DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final CatalogueData data;
    private final Map<String, Audiobook> byId;
    private final Quirks quirks;
    private final SplittableRandom random;

    LibriVoxFormat(CatalogueData data, Quirks quirks) {
        this.data = data;
        this.byId = data.byId();
        this.quirks = quirks;
        this.random = new SplittableRandom(quirks.seed());
    }

    LocalAnswer answer(Map<String, String> asked, @Nullable String ifModifiedSince) {
        LocalAnswer error = error();
        if (error != null) {
            return error;
        }
        String id = asked.get("id");
        return id == null ? page(asked) : book(id, ifModifiedSince);
    }

    private synchronized @Nullable LocalAnswer error() {
        double drawn = random.nextDouble();
        if (drawn < quirks.proxyErrors()) {
            return LocalAnswer.proxyError();
        }
        if (drawn < quirks.proxyErrors() + quirks.databaseErrors()) {
            return LocalAnswer.databaseError();
        }
        return drawn < quirks.proxyErrors() + quirks.databaseErrors() + quirks.notFound()
                ? LocalAnswer.nothing()
                : null;
    }

    private LocalAnswer page(Map<String, String> asked) {
        int limit = Math.min(Integer.parseInt(asked.getOrDefault("limit", "50")), quirks.pageSize());
        int offset = Integer.parseInt(asked.getOrDefault("offset", "0"));
        Instant since = Instant.ofEpochSecond(Long.parseLong(asked.getOrDefault("since", "0")));
        List<Audiobook> page = data.books().stream()
                .filter(book -> !catalogued(book).isBefore(since))
                .skip(offset)
                .limit(limit)
                .toList();
        if (page.isEmpty()) {
            return LocalAnswer.nothing();
        }
        boolean brief = asked.containsKey("fields");
        List<Map<String, Object>> books = page.stream()
                .map(book -> brief ? Map.<String, Object>of("id", book.id(), "title", book.title()) : full(book))
                .toList();
        return LocalAnswer.json(Map.of("books", (offset / limit) % 2 == 0 ? asObject(books, offset) : books));
    }

    private LocalAnswer book(String id, @Nullable String ifModifiedSince) {
        Audiobook book = byId.get(id);
        if (book == null) {
            return LocalAnswer.nothing();
        }
        long number = Long.parseLong(id);
        if (data.broken().contains(id)) {
            return number % 2 == 0 ? LocalAnswer.proxyError() : LocalAnswer.databaseError();
        }
        Instant modified = catalogued(book);
        String header = DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC));
        if (quirks.dated() && ifModifiedSince != null && !modified.isAfter(instant(ifModifiedSince))) {
            return LocalAnswer.notModified();
        }
        List<Map<String, Object>> books = List.of(full(book));
        LocalAnswer answer = LocalAnswer.json(Map.of("books", number % 2 == 0 ? asObject(books, 0) : books));
        return quirks.dated() ? answer.with("Last-Modified", header) : answer;
    }

    private static Instant instant(String httpDate) {
        return ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static Instant catalogued(Audiobook book) {
        String date = book.facts().catalogDate();
        return date == null
                ? Instant.EPOCH
                : LocalDateTime.parse(date, CATALOG_DATE).toInstant(ZoneOffset.UTC);
    }

    private static Map<String, Object> asObject(List<Map<String, Object>> books, int first) {
        Map<String, Object> object = new LinkedHashMap<>();
        books.forEach(book -> object.put(Integer.toString(first + object.size()), book));
        return object;
    }

    private static Map<String, Object> full(Audiobook book) {
        Facts facts = book.facts();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", book.id());
        json.put("title", book.title());
        json.put("description", "");
        json.put("url_text_source", orEmpty(facts.urlText()));
        json.put("language", orEmpty(facts.language()));
        json.put("copyright_year", facts.copyrightYear() == null ? "" : Integer.toString(facts.copyrightYear()));
        json.put("num_sections", Integer.toString(facts.numSections()));
        json.put("url_librivox", orEmpty(facts.urlPage()));
        json.put("url_other", null);
        json.put("totaltime", time(facts.totalSecs()));
        json.put("totaltimesecs", facts.totalSecs());
        json.put("authors", people(book.authors()));
        json.put("url_iarchive", orEmpty(facts.urlArchive()));
        json.put("sections", sections(book));
        json.put("genres", genres(book));
        json.put("translators", people(book.translators()));
        return json;
    }

    private static List<Map<String, Object>> people(List<Person> people) {
        return people.stream()
                .map(person -> Map.<String, Object>of(
                        "id", person.id(),
                        "first_name", orEmpty(person.firstName()),
                        "last_name", person.lastName(),
                        "dob", orEmpty(person.dob()),
                        "dod", orEmpty(person.dod())))
                .toList();
    }

    private static List<Map<String, Object>> sections(Audiobook book) {
        List<Map<String, Object>> sections = new ArrayList<>();
        for (Audiobook.Section section : book.sections()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", book.id() + "0" + section.number());
            json.put("section_number", Integer.toString(section.number()));
            json.put("title", orEmpty(section.title()));
            json.put("listen_url", null);
            json.put("playtime", Long.toString(section.secs()));
            sections.add(json);
        }
        return sections;
    }

    /** The real feed has "History " with a space; here every other book's genres have. */
    private static List<Map<String, Object>> genres(Audiobook book) {
        String behind = Long.parseLong(book.id()) % 2 == 0 ? " " : "";
        return book.genres().stream()
                .map(name -> Map.<String, Object>of(
                        "id", Integer.toString(Math.floorMod(name.hashCode(), 1000)), "name", name + behind))
                .toList();
    }

    private static String time(long secs) {
        return "%d:%02d:%02d".formatted(secs / 3600, secs / 60 % 60, secs % 60);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
