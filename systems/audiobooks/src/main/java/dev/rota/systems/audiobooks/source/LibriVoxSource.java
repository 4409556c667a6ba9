package dev.rota.systems.audiobooks.source;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The LibriVox catalogue: {@code /api/feed/audiobooks}, as the catalogue's own source code serves it. {@code books} comes
 * as an array or as an object; both are read. Thread-safe.
 */
public final class LibriVoxSource {
    private static final String PATH = "/api/feed/audiobooks";

    private final Sources sources;
    private final PoliteClient client;

    public LibriVoxSource(Sources sources, PoliteClient client) {
        this.sources = sources;
        this.client = client;
    }

    /**
     * The ids of one page, by id.
     *
     * @param since only what was catalogued from then on; null for all
     * @param offset how many to leave out, from 0
     * @param limit at most so many
     * @return empty at the end
     * @throws AnswerException when the answer is no page of the catalogue
     */
    public List<String> page(@Nullable Instant since, int offset, int limit)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.LIBRIVOX);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", "json");
        parameters.put("fields", "{id,title}");
        parameters.put("sort_field", "id");
        parameters.put("sort_order", "asc");
        parameters.put("limit", Integer.toString(limit));
        parameters.put("offset", Integer.toString(offset));
        if (since != null) {
            parameters.put("since", Long.toString(since.getEpochSecond()));
        }
        Optional<JsonNode> answer = Json.judge(client.get(source, source.uri(PATH, parameters), null));
        List<String> ids = new ArrayList<>();
        for (JsonNode book : answer.map(LibriVoxSource::books).orElse(List.of())) {
            ids.add(required(book, "id"));
        }
        return List.copyOf(ids);
    }

    /**
     * One recording with its sections.
     *
     * @param lastModified what came with the last answer about it; null if nothing did
     */
    public Answer book(String id, @Nullable String lastModified)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.LIBRIVOX);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("format", "json");
        parameters.put("extended", "1");
        parameters.put("coverart", "1");
        parameters.put("id", id);
        URI uri = source.uri(PATH, parameters);
        Reply reply = client.get(source, uri, lastModified);
        if (reply.notModified()) {
            return new Unchanged();
        }
        List<JsonNode> books = Json.judge(reply).map(LibriVoxSource::books).orElse(List.of());
        if (books.isEmpty()) {
            return new Missing();
        }
        Audiobook book = LibriVoxBooks.read(books.get(0));
        if (!book.id().equals(id)) {
            throw new AnswerException("expected book " + id + ", found book " + book.id());
        }
        return new Found(book, reply.lastModified());
    }

    static String required(JsonNode node, String field) throws AnswerException {
        String value = Json.text(node, field);
        if (value == null) {
            throw new AnswerException("expected a book with the field " + field + ", found one without");
        }
        return value;
    }

    private static List<JsonNode> books(JsonNode document) {
        JsonNode books = document.path("books");
        return books.isContainer() ? books.values().stream().toList() : List.of();
    }

    /** What is known of a book that was asked for. */
    public sealed interface Answer {}

    /** The book, and what to send as If-Modified-Since the next time (null if nothing). */
    public record Found(Audiobook book, @Nullable String lastModified) implements Answer {}

    /** As it was. */
    public record Unchanged() implements Answer {}

    /** The source does not have it. */
    public record Missing() implements Answer {}
}
