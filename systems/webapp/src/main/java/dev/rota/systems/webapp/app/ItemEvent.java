package dev.rota.systems.webapp.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What happens to an item that its owner is told about. */
public enum ItemEvent {
    CREATED,
    UPDATED,
    COMPLETED,
    DELETED;

    /** As in {@code created}: in arguments, tables and mails. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a text that is none of {@link #texts}. */
    public static Optional<ItemEvent> of(String text) {
        return Arrays.stream(values())
                .filter(event -> event.text().equals(text))
                .findFirst();
    }

    /** All of them. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(ItemEvent::text).toList();
    }
}
