package dev.rota.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list begins, and where the pages before it began. A list is read by descending id and can only be
 * continued, so the way back is carried along.
 *
 * @param starts for each page from the first one on, the id that its jobs are below; the first page has none
 */
record Cursor(List<Long> starts) {
    static final Cursor FIRST = new Cursor(List.of());
    private static final int LONGEST = 100;

    @Nullable
    Long before() {
        return starts.isEmpty() ? null : starts.get(starts.size() - 1);
    }

    /** The page below {@code lastId}. From very far down the way back leads to the first page sooner. */
    Cursor older(long lastId) {
        List<Long> more = new ArrayList<>(starts);
        more.add(lastId);
        return new Cursor(List.copyOf(more.size() > LONGEST ? more.subList(1, more.size()) : more));
    }

    /** The page above; null for the first one. */
    @Nullable
    Cursor newer() {
        return starts.isEmpty() ? null : new Cursor(starts.subList(0, starts.size() - 1));
    }

    /**
     * As it stands in a URL, signed.
     *
     * @param filter what the list is of: with another filter the cursor is not valid
     */
    String text(Secrets secrets, String filter) {
        String plain = starts.stream().map(String::valueOf).collect(Collectors.joining(","));
        String signature = secrets.sign("cursor " + filter, plain);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((plain + ":" + signature).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor parse(@Nullable String text, Secrets secrets, String filter) {
        if (text == null) {
            return FIRST;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(":", -1);
            if (parts.length == 2 && secrets.isSigned("cursor " + filter, parts[0], parts[1])) {
                return parts[0].isEmpty()
                        ? FIRST
                        : new Cursor(Arrays.stream(parts[0].split(",", -1))
                                .map(Long::valueOf)
                                .toList());
            }
        } catch (IllegalArgumentException e) {
            // No Base64 or no numbers: not one of ours.
        }
        throw foreign();
    }

    /** It was made for another list, or by somebody else. */
    static Problem foreign() {
        return Problem.of(
                        400,
                        "cursor-mismatch",
                        "Cursor is not valid here",
                        "The cursor was not made by this server for these filters")
                .hint("Begin again without cursor.");
    }
}
