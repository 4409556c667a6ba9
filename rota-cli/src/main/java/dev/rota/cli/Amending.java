package dev.rota.cli;

import dev.rota.job.Amendment;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The same change of each of many jobs that wait.
 *
 * @param action as the contract names it for many jobs
 * @param value the queue, the priority or the tag that each gets
 */
record Amending(String action, String value) {
    static final String MOVE = "move-to-queue";
    static final String PRIORITIZE = "change-priority";
    static final String TAG = "add-tag";

    private static final Set<String> ACTIONS = Set.of(MOVE, PRIORITIZE, TAG);

    /** Null if the action changes no member of a job. */
    static @Nullable Amending of(String action, @Nullable String value) {
        return ACTIONS.contains(action) ? new Amending(action, Objects.requireNonNull(value)) : null;
    }

    /** Whether the job is so already. */
    boolean isDone(Body job) {
        return switch (action) {
            case MOVE -> value.equals(job.text("queue"));
            case PRIORITIZE -> Integer.parseInt(value) == job.number("priority");
            default -> job.texts("tags").contains(value);
        };
    }

    /**
     * How a job is to be changed.
     *
     * @param tags those that it has
     * @throws IllegalArgumentException if no job can be so, or not this one, as where it has all the tags that a job may have
     */
    Amendment of(List<String> tags) {
        return switch (action) {
            case MOVE -> new Amendment(null, null, value, null);
            case PRIORITIZE -> new Amendment(null, Integer.valueOf(value), null, null);
            default ->
                new Amendment(
                        null,
                        null,
                        null,
                        Stream.concat(tags.stream(), Stream.of(value)).toList());
        };
    }
}
