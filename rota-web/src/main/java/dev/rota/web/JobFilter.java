package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.JobArchive.Query;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list is of, as the query of its URL says.
 *
 * @param states in any of these; empty for all
 * @param limit how many on a page
 */
record JobFilter(
        Set<JobState> states,
        @Nullable String type,
        @Nullable String queue,
        @Nullable String tag,
        @Nullable String schedule,
        int limit) {
    static final Set<String> NAMES = Set.of("state", "type", "queue", "tag", "schedule", "limit", "cursor");
    private static final int USUAL = 50;
    private static final int MOST = 200;

    static JobFilter of(Context ctx) {
        return new JobFilter(
                states(ctx.queryParams("state")),
                Requests.query(ctx, "type"),
                Requests.query(ctx, "queue"),
                Requests.query(ctx, "tag"),
                Requests.query(ctx, "schedule"),
                Requests.number(ctx, "limit", USUAL, MOST));
    }

    private static Set<JobState> states(List<String> values) {
        Set<JobState> states = new TreeSet<>();
        for (String value : values) {
            for (String word : value.split(",")) {
                if (!word.isBlank()) {
                    states.add(state(word.strip()));
                }
            }
        }
        return states;
    }

    private static JobState state(String word) {
        return Arrays.stream(JobState.values())
                .filter(state -> Problem.lower(state).equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Problem.malformed("State is " + word + ", expected one of "
                        + String.join(
                                ", ",
                                Arrays.stream(JobState.values())
                                        .map(Problem::lower)
                                        .toList())));
    }

    boolean isEmpty() {
        return states.isEmpty() && type == null && queue == null && tag == null && schedule == null;
    }

    /** One more than fits on the page, to know whether there are more. */
    Query query(Cursor cursor) {
        return Query.NEWEST
                .states(states)
                .type(type)
                .queue(queue)
                .tag(tag)
                .schedule(schedule)
                .before(cursor.before())
                .limit(limit + 1);
    }

    /** As the query of a URL, encoded, without cursor. */
    String text() {
        List<String> parts = new ArrayList<>();
        states.forEach(state -> parts.add("state=" + Problem.lower(state)));
        add(parts, "type", type);
        add(parts, "queue", queue);
        add(parts, "tag", tag);
        add(parts, "schedule", schedule);
        if (limit != USUAL) {
            parts.add("limit=" + limit);
        }
        return String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + Urls.encoded(value));
        }
    }

    /**
     * One page of a list.
     *
     * @param older where the next one begins; null if there is none
     * @param newer where the one before begins; null if this is the first
     */
    record Page(
            List<Job> jobs,
            @Nullable String older,
            @Nullable String newer) {
        static Page of(List<Job> found, JobFilter filter, Cursor cursor, Secrets secrets) {
            boolean more = found.size() > filter.limit();
            List<Job> jobs = more ? found.subList(0, filter.limit()) : found;
            String text = filter.text();
            Cursor newer = cursor.newer();
            return new Page(
                    jobs,
                    more ? cursor.older(jobs.get(jobs.size() - 1).id()).text(secrets, text) : null,
                    newer == null ? null : newer.text(secrets, text));
        }
    }
}
