package dev.rota.systems.audiobooks.local;

import dev.rota.systems.audiobooks.source.ArchiveSource;
import dev.rota.systems.audiobooks.source.Audiobook;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Internet Archive: counts, items, files. The files are filled with bytes that follow from the book's id; they are no
 * sound, but always the same.
 */
final class ArchiveFormat {
    private static final Pattern IDENTIFIERS = Pattern.compile("identifier:\\(([^)]*)\\)");
    private static final String PUBLIC_DOMAIN = "http://creativecommons.org/publicdomain/mark/1.0/";
    private static final int SMALLEST = 100_000;

    private final Map<String, Audiobook> byItem = new HashMap<>();

    ArchiveFormat(CatalogueData data) {
        for (Audiobook book : data.books()) {
            String item = ArchiveSource.item(book.facts().urlArchive());
            if (item != null) {
                byItem.putIfAbsent(item, book);
            }
        }
    }

    LocalAnswer search(Map<String, String> asked) {
        List<Map<String, Object>> docs = new ArrayList<>();
        Matcher items = IDENTIFIERS.matcher(asked.getOrDefault("q", ""));
        for (String item : items.matches() ? items.group(1).split(" OR ") : new String[0]) {
            Audiobook book = byItem.get(item);
            if (book != null) {
                Map<String, Object> doc = new LinkedHashMap<>();
                doc.put("identifier", item);
                Long downloads = book.facts().downloads();
                if (downloads != null) {
                    doc.put("downloads", downloads);
                }
                docs.add(doc);
            }
        }
        return LocalAnswer.json(Map.of("response", Map.of("numFound", docs.size(), "start", 0, "docs", docs)));
    }

    /** An empty object for an item that is not there, as the archive answers. */
    LocalAnswer metadata(String item) {
        byte[] content = content(item, item + "_64kb_mp3.zip");
        if (content == null) {
            return LocalAnswer.json(Map.of());
        }
        Map<String, Object> file = Map.of(
                "name",
                item + "_64kb_mp3.zip",
                "source",
                "original",
                "format",
                "64Kbps MP3 ZIP",
                "size",
                Integer.toString(content.length),
                "md5",
                md5(content));
        return LocalAnswer.json(Map.of(
                "metadata", Map.of("identifier", item, "mediatype", "audio", "licenseurl", PUBLIC_DOMAIN),
                "files", List.of(file)));
    }

    /** The bytes of a file; null if there is none. */
    byte @Nullable [] content(String item, String name) {
        Audiobook book = byItem.get(item);
        if (book == null || !name.equals(item + "_64kb_mp3.zip")) {
            return null;
        }
        long id = Long.parseLong(book.id());
        byte[] bytes = new byte[(int) (SMALLEST + id % 100 * 1000)];
        new Random(id).nextBytes(bytes);
        return bytes;
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
