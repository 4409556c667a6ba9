package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.audiobooks.source.Audiobook;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Says whether a book has changed at its source. Downloads are no part of it,
 * for they change every day, nor is the date of cataloguing, which the source does not tell of a single book. */
final class ContentHash {
    private ContentHash() {}

    static String of(Audiobook book) {
        Audiobook.Facts f = book.facts();
        Audiobook.Facts lasting = new Audiobook.Facts(
                f.language(),
                f.copyrightYear(),
                f.numSections(),
                f.totalSecs(),
                f.urlText(),
                f.urlPage(),
                f.urlArchive(),
                null,
                null);
        // A record's text names every component, so a new one is part of the hash by itself.
        String text = new Audiobook(
                        book.id(),
                        book.title(),
                        lasting,
                        book.authors(),
                        book.translators(),
                        book.genres(),
                        book.sections())
                .toString();
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
