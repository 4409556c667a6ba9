package dev.rota.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Jobs that an operation left alone for one reason, or could not change.
 *
 * @param outcome {@code skipped} or {@code failed}
 * @param count how many
 * @param jobs ids of the first of them
 */
record LeftAlone(String outcome, String reason, long count, List<Long> jobs) {
    private static final int SAMPLE = 5;
    private static final int MOST_REASONS = 20;
    private static final int LONGEST_REASON = 200;
    private static final String OTHERS = "for other reasons";

    /** One job more. */
    static List<LeftAlone> with(List<LeftAlone> all, String outcome, String why, long job) {
        String reason = Labels.shortened(why.replace('\0', ' '), LONGEST_REASON);
        boolean known = all.stream().anyMatch(each -> each.is(outcome, reason));
        String kept = known || all.size() < MOST_REASONS ? reason : OTHERS;
        List<LeftAlone> more = new ArrayList<>();
        boolean added = false;
        for (LeftAlone each : all) {
            boolean here = each.is(outcome, kept);
            more.add(here ? each.and(job) : each);
            added |= here;
        }
        if (!added) {
            more.add(new LeftAlone(outcome, kept, 1, List.of(job)));
        }
        return List.copyOf(more);
    }

    private boolean is(String otherOutcome, String otherReason) {
        return outcome.equals(otherOutcome) && reason.equals(otherReason);
    }

    private LeftAlone and(long job) {
        List<Long> sample = new ArrayList<>(jobs);
        if (sample.size() < SAMPLE) {
            sample.add(job);
        }
        return new LeftAlone(outcome, reason, count + 1, List.copyOf(sample));
    }

    /** As it stands in an operation; null for none. */
    static @Nullable String text(List<LeftAlone> all) {
        return all.isEmpty() ? null : new String(Json.write(all), StandardCharsets.UTF_8);
    }

    /** Reads what stands in an operation. */
    static List<LeftAlone> parse(@Nullable String text) {
        List<LeftAlone> all = new ArrayList<>();
        for (JsonNode each : text == null ? Json.object() : Json.tree(text)) {
            List<Long> jobs = new ArrayList<>();
            each.path("jobs").forEach(job -> jobs.add(job.asLong()));
            all.add(new LeftAlone(
                    each.path("outcome").asString(),
                    each.path("reason").asString(),
                    each.path("count").asLong(),
                    List.copyOf(jobs)));
        }
        return List.copyOf(all);
    }
}
