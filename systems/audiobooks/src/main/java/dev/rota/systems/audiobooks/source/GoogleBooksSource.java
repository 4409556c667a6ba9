package dev.rota.systems.audiobooks.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Google Books' volumes ({@code /books/v1/volumes}): asked when Open Library does not know a book. Thread-safe. */
public final class GoogleBooksSource {
    private final Sources sources;
    private final PoliteClient client;

    public GoogleBooksSource(Sources sources, PoliteClient client) {
        this.sources = sources;
        this.client = client;
    }

    /** The volume that fits a title and an author best; empty if none does. */
    public Optional<Volume> find(String title, @Nullable String author)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.GOOGLE_BOOKS);
        String query = "intitle:" + quoted(title) + (author == null ? "" : " inauthor:" + quoted(author));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("q", query);
        parameters.put("maxResults", "1");
        return Json.judge(client.get(source, source.uri("/books/v1/volumes", parameters), null))
                .map(document -> document.path("items").path(0).path("volumeInfo"))
                .filter(JsonNode::isObject)
                .map(info -> new Volume(Json.text(info, "title"), year(Json.text(info, "publishedDate"))));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "") + "\"";
    }

    /** Dates come as yyyy, yyyy-MM or yyyy-MM-dd. */
    private static @Nullable Integer year(@Nullable String date) {
        return date != null && date.matches("\\d{4}(-.*)?") ? Integer.valueOf(date.substring(0, 4)) : null;
    }

    /** An edition; {@code year} is that of the edition, not of the work. */
    public record Volume(@Nullable String title, @Nullable Integer year) {}
}
