package dev.rota.systems.audiobooks.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Open Library's search ({@code /search.json}): first years, and which books make up a series. Thread-safe. */
public final class OpenLibrarySource {
    private static final String FIELDS =
            "key,title,author_name,first_publish_year,language,series_key,series_name," + "series_position,id_librivox";
    private static final int MOST = 200;

    private final Sources sources;
    private final PoliteClient client;

    public OpenLibrarySource(Sources sources, PoliteClient client) {
        this.sources = sources;
        this.client = client;
    }

    /** The work that fits a title and an author best; empty if none does. */
    public Optional<Work> find(String title, @Nullable String author)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("title", title);
        if (author != null) {
            parameters.put("author", author);
        }
        return search(parameters, 1).stream().findFirst();
    }

    /** The books of a series, as far as they are known there; empty if the series is not. */
    public List<Work> series(String name) throws AnswerException, SourceUnavailableException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("q", "series_name:\"" + name.replace("\"", "") + "\"");
        return search(parameters, MOST).stream()
                .filter(work -> name.equalsIgnoreCase(work.seriesName()))
                .toList();
    }

    private List<Work> search(Map<String, String> parameters, int limit)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.OPEN_LIBRARY);
        parameters.put("fields", FIELDS);
        parameters.put("limit", Integer.toString(limit));
        Optional<JsonNode> answer = Json.judge(client.get(source, source.uri("/search.json", parameters), null));
        if (answer.isPresent() && !answer.get().path("docs").isArray()) {
            throw new AnswerException("expected docs, found none in the answer of Open Library");
        }
        List<Work> works = new ArrayList<>();
        List<JsonNode> docs = answer.map(
                        found -> found.path("docs").values().stream().toList())
                .orElse(List.of());
        for (JsonNode doc : docs) {
            String key = Json.text(doc, "key");
            String title = Json.text(doc, "title");
            if (key != null && title != null) {
                works.add(work(doc, key, title));
            }
        }
        return List.copyOf(works);
    }

    private static Work work(JsonNode doc, String key, String title) {
        Long year = Json.number(doc, "first_publish_year");
        List<String> recordings = new ArrayList<>();
        doc.path("id_librivox").values().forEach(id -> recordings.add(id.asString()));
        return new Work(
                key,
                title,
                Json.first(doc, "author_name"),
                year == null ? null : year.intValue(),
                Json.first(doc, "series_key"),
                Json.first(doc, "series_name"),
                Json.first(doc, "series_position"),
                List.copyOf(recordings));
    }

    /**
     * A work.
     *
     * @param key Open Library's own, such as {@code /works/OL1W}
     * @param author the first one, first name first
     * @param position in its series, a text such as 1, 1a or 1.5
     * @param recordings ids at LibriVox
     */
    public record Work(
            String key,
            String title,
            @Nullable String author,
            @Nullable Integer firstYear,
            @Nullable String seriesKey,
            @Nullable String seriesName,
            @Nullable String position,
            List<String> recordings) {}
}
