package dev.rota.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where the next page of a list goes on that is ordered by name: after this name. */
record NameMark(String name) {
    /**
     * As it stands in a URL, signed.
     *
     * @param filter what the list is of: for another list it is not valid
     */
    String text(Secrets secrets, String filter) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((secrets.sign("name " + filter, name) + " " + name).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The name in what {@link #text} wrote; null for null, the first page.
     *
     * @throws Problem if it is something else
     */
    static @Nullable String parse(@Nullable String text, Secrets secrets, String filter) {
        if (text == null) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 2);
            if (parts.length == 2 && secrets.isSigned("name " + filter, parts[1], parts[0])) {
                return parts[1];
            }
        } catch (IllegalArgumentException e) {
            // No Base64: not one of ours.
        }
        throw Cursor.foreign();
    }
}
