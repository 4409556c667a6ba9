package dev.rota.systems.chat.duty;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be run. */
public enum HousekeepingTask {
    /** The four others in their order, whichever of them fails. */
    ALL("All housekeeping tasks"),
    CONVERSATIONS("Conversation cleanup"),
    MESSAGES("Orphaned messages cleanup"),
    USERS("Inactive users cleanup"),
    STATS("Statistics generation");

    private final String title;

    HousekeepingTask(String title) {
        this.title = title;
    }

    /** As the endpoint and the command line write it, such as {@code conversations}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The tasks it consists of, in order. */
    List<HousekeepingTask> steps() {
        return this == ALL ? List.of(CONVERSATIONS, MESSAGES, USERS, STATS) : List.of(this);
    }

    /** Empty when there is none of that name. */
    public static Optional<HousekeepingTask> of(String text) {
        return Arrays.stream(values()).filter(task -> task.text().equals(text)).findFirst();
    }

    /** All names, as {@link #of} takes them. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(HousekeepingTask::text).toList();
    }
}
