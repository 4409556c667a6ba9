package dev.rota.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be different about a job that waits. A null member changes nothing; one at least is not null.
 *
 * @param dueAt when it is due; in the past means now
 * @param priority lower is claimed first
 * @param queue the queue it waits in
 * @param tags all its tags, at most 20, each 1 to 100 characters
 */
public record Amendment(
        @Nullable Instant dueAt,
        @Nullable Integer priority,
        @Nullable String queue,
        @Nullable List<String> tags) {

    /** @throws IllegalArgumentException if it changes nothing, or a queue or a tag is not valid */
    public Amendment {
        if (dueAt == null && priority == null && queue == null && tags == null) {
            throw new IllegalArgumentException(
                    "Nothing is to be changed, expected a time, a priority, a queue or tags");
        }
        if (queue != null) {
            JobType.requireName("Queue", queue);
        }
        tags = tags == null ? null : NewJob.checkedTags(tags);
    }
}
