package dev.rota.cli;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs are meant, as people write it: {@code queue:mail state:failed since:1h}.
 *
 * @param query what the store is asked
 * @param since only jobs enqueued at this instant or later; null does not restrict
 */
record JobQuery(Query query, @Nullable Instant since) {
    private static final String KEYS = "state:, type:, queue:, tag:, schedule: or since:";

    /**
     * Reads {@code key:value} words, which may stand in one text or in several.
     *
     * @param now what {@code since:1h} counts back from
     * @throws CommandFailure if a word is no filter
     */
    static JobQuery parse(List<String> texts, Instant now) {
        JobQuery result = new JobQuery(Query.NEWEST, null);
        for (String word : String.join(" ", texts).strip().split("\\s+")) {
            if (!word.isEmpty()) {
                result = result.with(word, now);
            }
        }
        return result;
    }

    private JobQuery with(String word, Instant now) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        if (colon < 1 || value.isEmpty()) {
            throw CommandFailure.usage("\"" + word + "\" is not a filter: expected " + KEYS
                    + " followed by a value, such as state:failed.");
        }
        return switch (word.substring(0, colon)) {
            case "state", "is" -> new JobQuery(query.states(states(value)), since);
            case "type" -> new JobQuery(query.type(value), since);
            case "queue" -> new JobQuery(query.queue(value), since);
            case "tag" -> new JobQuery(query.tag(value), since);
            case "schedule" -> new JobQuery(query.schedule(value), since);
            case "since" -> new JobQuery(query, since(value, now));
            default ->
                throw CommandFailure.usage(
                        "\"" + word + "\" filters by something that jobs do not have: expected " + KEYS + ".");
        };
    }

    private static JobState[] states(String value) {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        for (String name : value.toUpperCase(Locale.ROOT).split(",")) {
            if (name.equals("LIVE")) {
                states.addAll(JobState.live());
            } else {
                states.add(state(name));
            }
        }
        return states.toArray(JobState[]::new);
    }

    private static JobState state(String name) {
        return Arrays.stream(JobState.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("\"" + name.toLowerCase(Locale.ROOT)
                        + "\" is not a state: expected live, "
                        + Arrays.stream(JobState.values()).map(Words::of).collect(Collectors.joining(", "))
                        + "."));
    }

    private static Instant since(String value, Instant now) {
        return value.matches("(\\d+[dhms])+")
                ? now.minus(TimeText.length("since:", value))
                : TimeText.instant("since:", value, ZoneOffset.UTC, now);
    }

    /** The newest that match, at most as many as the query's limit. */
    List<Job> from(Target target) {
        List<Job> jobs = target.jobs(query);
        Instant earliest = since;
        return earliest == null
                ? jobs
                : jobs.stream()
                        .takeWhile(job -> !job.times().enqueuedAt().isBefore(earliest))
                        .toList();
    }

    JobQuery limit(int limit) {
        if (limit < 1 || limit > 1000) {
            throw CommandFailure.usage("--limit is " + limit + ": expected 1 to 1000.");
        }
        return new JobQuery(query.limit(limit), since);
    }

    JobQuery before(@Nullable Long id) {
        return new JobQuery(query.before(id), since);
    }

    /** True if it restricts nothing. */
    boolean isEverything() {
        return since == null && query.equals(Query.NEWEST.limit(query.limit()));
    }
}
