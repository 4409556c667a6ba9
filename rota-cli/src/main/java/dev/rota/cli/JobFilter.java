package dev.rota.cli;

import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Period;
import dev.rota.store.JobArchive.Query;
import java.time.Instant;
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
 * @param states in any of these; empty for all
 * @param fingerprint of failures that are alike
 * @param since only jobs enqueued at this instant or later; null does not restrict
 */
record JobFilter(
        Set<JobState> states,
        @Nullable String type,
        @Nullable String queue,
        @Nullable String tag,
        @Nullable String schedule,
        @Nullable String fingerprint,
        @Nullable Instant since) {
    static final JobFilter ALL = new JobFilter(Set.of(), null, null, null, null, null, null);
    private static final String KEYS = "state:, type:, queue:, tag:, schedule:, fp: or since:";

    private static final String SERVERS_KNOW_MORE =
            " A server knows more filters, such as args.customer.id:42: add --url.";

    JobFilter {
        states = Set.copyOf(states);
    }

    /**
     * Reads {@code key:value} words, which may stand in one text or in several.
     *
     * @param now what {@code since:1h} counts back from
     * @throws CommandFailure if a word is no filter
     */
    static JobFilter parse(List<String> texts, Instant now) {
        JobFilter result = ALL;
        for (String word : String.join(" ", texts).strip().split("\\s+")) {
            if (!word.isEmpty()) {
                result = result.with(word, now);
            }
        }
        return result;
    }

    private JobFilter with(String word, Instant now) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        if (colon < 1 || value.isEmpty()) {
            throw CommandFailure.usage("\"" + word + "\" is not a filter: expected " + KEYS
                    + " followed by a value, such as state:failed." + (colon < 0 ? SERVERS_KNOW_MORE : ""));
        }
        return switch (word.substring(0, colon)) {
            case "state", "is" -> new JobFilter(states(value), type, queue, tag, schedule, fingerprint, since);
            case "type" -> new JobFilter(states, value, queue, tag, schedule, fingerprint, since);
            case "queue" -> new JobFilter(states, type, value, tag, schedule, fingerprint, since);
            case "tag" -> new JobFilter(states, type, queue, value, schedule, fingerprint, since);
            case "schedule" -> new JobFilter(states, type, queue, tag, value, fingerprint, since);
            case "fp" -> new JobFilter(states, type, queue, tag, schedule, value, since);
            case "since" ->
                new JobFilter(states, type, queue, tag, schedule, fingerprint, TimeText.past("since:", value, now));
            default ->
                throw CommandFailure.usage(
                        "\"" + word + "\" is no filter of a database: expected " + KEYS + "." + SERVERS_KNOW_MORE);
        };
    }

    private static Set<JobState> states(String value) {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        for (String name : value.toUpperCase(Locale.ROOT).split(",")) {
            if (name.equals("LIVE")) {
                states.addAll(JobState.live());
            } else {
                states.add(state(name));
            }
        }
        return states;
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

    /** The same as a store is asked. */
    Query query() {
        return Query.NEWEST
                .states(states)
                .type(type)
                .queue(queue)
                .tag(tag)
                .schedule(schedule)
                .fingerprint(fingerprint)
                .enqueued(new Period(since, null));
    }
}
