package dev.rota.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list goes on that is ordered by time: after this entry.
 *
 * @param at the time of the last entry that was shown
 * @param key which one of that time it is
 */
record PageMark(Instant at, String key) {
    /**
     * As it stands in a URL, signed.
     *
     * @param filter what the list is of: for another list it is not valid
     */
    String text(Secrets secrets, String filter) {
        String plain = at + " " + key;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((secrets.sign("mark " + filter, plain) + " " + plain).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #text} wrote; null for null, the first page.
     *
     * @throws Problem if it is something else
     */
    static @Nullable PageMark parse(@Nullable String text, Secrets secrets, String filter) {
        if (text == null) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && secrets.isSigned("mark " + filter, parts[1] + " " + parts[2], parts[0])) {
                return new PageMark(Instant.parse(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException e) {
            // No Base64: not one of ours.
        }
        throw Cursor.foreign();
    }
}
