package dev.rota.systems.audiobooks.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The Internet Archive: how often an item was downloaded ({@code /advancedsearch.php}), under which licence its files
 * stand ({@code /metadata/<item>}), and the files ({@code /download/<item>/<file>}). Thread-safe.
 */
public final class ArchiveSource {
    private static final Pattern DETAILS =
            Pattern.compile("https?://(?:www\\.)?archive\\.org/(?:details|download)/+([A-Za-z0-9._-]+)/?.*");
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int OUT_OF_RANGE = 416;
    private static final int COPY_BUFFER = 1 << 16;

    private final Sources sources;
    private final PoliteClient client;

    public ArchiveSource(Sources sources, PoliteClient client) {
        this.sources = sources;
        this.client = client;
    }

    /** The item that an address of archive.org names; null for any other address. */
    public static @Nullable String item(@Nullable String url) {
        Matcher matcher = DETAILS.matcher(url == null ? "" : url);
        return matcher.matches() ? matcher.group(1) : null;
    }

    /**
     * How often items were downloaded.
     *
     * @param items at most 100
     * @return without those that it does not know
     */
    public Map<String, Long> downloads(Collection<String> items)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.ARCHIVE);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("q", "identifier:(" + String.join(" OR ", items) + ")");
        parameters.put("fl[]", "identifier,downloads");
        parameters.put("rows", Integer.toString(items.size()));
        parameters.put("output", "json");
        JsonNode docs = Json.judge(client.get(source, source.uri("/advancedsearch.php", parameters), null))
                .map(document -> document.path("response").path("docs"))
                .filter(JsonNode::isArray)
                .orElseThrow(() -> new AnswerException("expected response.docs, found an answer without"));
        Map<String, Long> counts = new HashMap<>();
        for (JsonNode doc : docs) {
            String item = Json.text(doc, "identifier");
            Long count = Json.number(doc, "downloads");
            if (item != null && count != null) {
                counts.put(item, count);
            }
        }
        return counts;
    }

    /** The licence and the files of an item; empty if there is none of that name. */
    public Optional<Item> metadata(String item)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.ARCHIVE);
        URI uri = source.uri("/metadata/" + Source.encode(item), Map.of());
        Optional<JsonNode> answer =
                Json.judge(client.get(source, uri, null)).filter(document -> document.has("metadata"));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        List<ArchiveFile> files = new ArrayList<>();
        for (JsonNode file : answer.get().path("files")) {
            String name = Json.text(file, "name");
            Long size = Json.number(file, "size");
            String md5 = Json.text(file, "md5");
            if (name != null && size != null && md5 != null) {
                files.add(new ArchiveFile(name, Json.text(file, "format"), size, md5));
            }
        }
        return Optional.of(new Item(Json.first(answer.get().path("metadata"), "licenseurl"), List.copyOf(files)));
    }

    /**
     * Brings a file, going on where {@code part} ends if the source allows it.
     *
     * @param part what is there of it; need not exist
     */
    public void fetch(String item, ArchiveFile file, Path part)
            throws AnswerException, SourceUnavailableException, InterruptedException {
        Source source = sources.get(Source.ARCHIVE);
        long have = length(part);
        URI uri = source.uri("/download/" + Source.encode(item) + "/" + Source.encode(file.name()), Map.of());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        int status = client.send(source, request, (code, headers, body) -> {
            boolean goesOn = code == PARTIAL
                    && headers.firstValue("Content-Range").orElse("").startsWith("bytes " + have + "-");
            if (goesOn || code == OK) {
                copy(body, part, goesOn);
            }
            return goesOn ? OK : code;
        });
        if (status == OUT_OF_RANGE || status == PARTIAL) {
            throw new AnswerException("expected the file from byte " + have + " on, found another range");
        }
        if (status != OK) {
            throw new AnswerException("expected the file, found status " + status);
        }
    }

    private static void copy(InputStream body, Path part, boolean append) throws IOException {
        OpenOption how = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] buffer = new byte[COPY_BUFFER];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    private static long length(Path part) {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Part file " + part.getFileName() + " cannot be read", e);
        }
    }

    /** An item; {@code licence} is an address, null if the item names none. */
    public record Item(@Nullable String licence, List<ArchiveFile> files) {}

    /** A file of an item, with its length in bytes and its MD5 in hexadecimal. */
    public record ArchiveFile(String name, @Nullable String format, long size, String md5) {}
}
