package dev.rota.job;

import dev.rota.retry.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that is to be enqueued. Immutable.
 *
 * @param type the name of its type
 * @param version of its arguments
 * @param args its arguments as JSON
 * @param queue the queue it waits in
 * @param priority lower is claimed first
 * @param maxAttempts at least 1
 * @param timeout of one attempt; null means no limit
 * @param when it is due
 * @param tags at most 20, each 1 to 100 characters, for finding it
 * @param unique its unique key, or null
 * @param exclusion its exclusion key, or null
 * @param origin who or what made it
 */
public record NewJob(
        String type,
        int version,
        String args,
        String queue,
        int priority,
        int maxAttempts,
        @Nullable Duration timeout,
        When when,
        List<String> tags,
        @Nullable UniqueKey unique,
        @Nullable ExclusionKey exclusion,
        Origin origin) {
    private static final int MOST_TAGS = 20;

    public NewJob {
        JobType.requireName("Job type", type);
        JobType.requireName("Queue", queue);
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("Max attempts is " + maxAttempts + ", expected 1 or more");
        }
        tags = checkedTags(tags);
    }

    static List<String> checkedTags(List<String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new IllegalArgumentException("Job has " + tags.size() + " tags, expected at most " + MOST_TAGS);
        }
        for (String tag : tags) {
            if (tag.isEmpty() || tag.length() > 100 || tag.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "Tag \"" + tag + "\" is not valid: expected 1 to 100 characters on one line");
            }
        }
        return tags.isEmpty() ? List.of() : tags.stream().distinct().toList();
    }

    /** A job of {@code type} as the type says, due at once. */
    public static <A> NewJob of(JobType<A> type, String args) {
        return of(type.name(), type.settings(), args);
    }

    /** A job of the type of that name, as the settings say, due at once. */
    public static NewJob of(String type, JobType.Settings s, String args) {
        return new NewJob(
                type,
                s.version(),
                args,
                s.queue(),
                s.priority(),
                s.maxAttempts(),
                s.timeout(),
                When.NOW,
                List.of(),
                null,
                null,
                Origin.UNKNOWN);
    }

    public NewJob when(When newWhen) {
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, timeout, newWhen, tags, unique, exclusion, origin);
    }

    public NewJob queue(String newQueue) {
        return new NewJob(
                type, version, args, newQueue, priority, maxAttempts, timeout, when, tags, unique, exclusion, origin);
    }

    public NewJob priority(int newPriority) {
        return new NewJob(
                type, version, args, queue, newPriority, maxAttempts, timeout, when, tags, unique, exclusion, origin);
    }

    public NewJob maxAttempts(int newMax) {
        return new NewJob(type, version, args, queue, priority, newMax, timeout, when, tags, unique, exclusion, origin);
    }

    /** @throws IllegalArgumentException if it is zero or less */
    public NewJob timeout(@Nullable Duration newTimeout) {
        JobType.requireTimeout(newTimeout);
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, newTimeout, when, tags, unique, exclusion, origin);
    }

    public NewJob tags(List<String> newTags) {
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, timeout, when, newTags, unique, exclusion, origin);
    }

    public NewJob unique(@Nullable UniqueKey newUnique) {
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, timeout, when, tags, newUnique, exclusion, origin);
    }

    public NewJob exclusion(@Nullable ExclusionKey newExclusion) {
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, timeout, when, tags, unique, newExclusion, origin);
    }

    public NewJob origin(Origin newOrigin) {
        return new NewJob(
                type, version, args, queue, priority, maxAttempts, timeout, when, tags, unique, exclusion, newOrigin);
    }

    /**
     * When a job is due: at once, after a delay on the store's clock, or at an instant.
     *
     * @param delay not negative; null if {@code at} is given
     * @param at null if {@code delay} is given; an instant in the past means at once
     */
    public record When(@Nullable Duration delay, @Nullable Instant at) {
        /** At once. */
        public static final When NOW = new When(Duration.ZERO, null);

        public When {
            if ((delay == null) == (at == null)) {
                throw new IllegalArgumentException("A job is due after a delay or at an instant, expected one of them");
            }
            if (delay != null && delay.isNegative()) {
                throw new IllegalArgumentException("Delay is " + delay + ", expected zero or longer");
            }
            if (delay != null) {
                Bounds.length("Delay", delay);
            } else if (at != null) {
                Bounds.instant("Due time", at);
            }
        }

        public static When in(Duration delay) {
            return new When(delay, null);
        }

        public static When at(Instant at) {
            return new When(null, at);
        }
    }

    /**
     * Who or what made a job.
     *
     * @param schedule the schedule that fired, or null
     * @param fireAt the due instant of that fire, or null
     * @param by who asked for it, in words, or null
     * @param trace a W3C {@code traceparent}, or null
     */
    public record Origin(
            @Nullable String schedule,
            @Nullable Instant fireAt,
            @Nullable String by,
            @Nullable String trace) {
        public static final Origin UNKNOWN = new Origin(null, null, null, null);
    }
}
