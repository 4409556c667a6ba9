package dev.rota.testing.contract;

import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.NewJob;
import dev.rota.job.UniqueKey;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trace down as a person would: as a test that can be put into a subclass of {@link StoreContract}. What the model
 * expects of a step stands behind it.
 */
final class TraceJava {
    private final List<String> lines = new ArrayList<>();
    private final Map<Long, String> jobs = new HashMap<>();
    private final IdentityHashMap<Job, String> claims = new IdentityHashMap<>();
    private int batches;
    private int claimed;

    List<String> lines() {
        return lines;
    }

    /** A statement without result. */
    void line(String statement) {
        lines.add(statement + ";");
    }

    /** Says what the last statement should come to. */
    void expects(Object what) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " // " + what);
    }

    void batch(List<NewJob> batch) {
        lines.add("List<Long> batch" + ++batches + " = enqueueAll(List.of("
                + batch.stream().map(TraceJava::job).collect(Collectors.joining(", ")) + "));");
    }

    /** The jobs of the last batch, as the model numbers them. */
    void placed(List<Long> ids) {
        for (int i = 0; i < ids.size(); i++) {
            jobs.putIfAbsent(ids.get(i), "batch%d.get(%d)".formatted(batches, i));
        }
        expects(ids.stream().map(id -> "#" + id).collect(Collectors.joining(", ")));
    }

    /** The last batch is refused: it has one job. */
    void refused() {
        String statement = lines.remove(lines.size() - 1);
        lines.add("assertThatThrownBy(() -> "
                + statement.substring(statement.indexOf("enqueueAll"), statement.length() - 1)
                + ").isInstanceOf(DuplicateJobException.class);");
    }

    /** The job of this number. */
    String job(long modelId) {
        return Objects.requireNonNull(jobs.get(modelId), "a job of an earlier step");
    }

    void claim(int worker, boolean limited, int most, Collection<String> queues) {
        lines.add("List<Job> claim%d = %s(worker%d, %d, %s);"
                .formatted(
                        ++claimed,
                        limited ? "claimLimited" : "claim",
                        worker,
                        most,
                        new TreeSet<>(queues).stream().map(TraceJava::text).collect(Collectors.joining(", "))));
    }

    void claimed(List<Job> found) {
        for (int i = 0; i < found.size(); i++) {
            claims.put(found.get(i), "claim%d.get(%d)".formatted(claimed, i));
        }
    }

    void finish(Job job, Transition transition) {
        line("finish(%s, %s)".formatted(Objects.requireNonNull(claims.get(job)), transition(transition)));
    }

    void limit(String queue, Limits limits) {
        line("store.queues().limit(%s, new Limits(%s, %s, %s))"
                .formatted(text(queue), limits.concurrency(), limits.rate(), duration(limits.period())));
    }

    void pause(String queue, @Nullable Instant until, Instant now) {
        line("store.queues().pause(%s, \"ann\", null, %s)"
                .formatted(
                        text(queue),
                        until == null
                                ? "null"
                                : "clock.instant().plus(" + duration(Duration.between(now, until)) + ")"));
    }

    static String text(String text) {
        return "\"" + text + "\"";
    }

    static String duration(@Nullable Duration duration) {
        return duration == null ? "null" : "Duration.ofSeconds(" + duration.toSeconds() + ")";
    }

    private static String job(NewJob job) {
        StringBuilder java = new StringBuilder("job().queue(%s).priority(%d).maxAttempts(%d)"
                .formatted(text(job.queue()), job.priority(), job.maxAttempts()));
        if (!job.when().equals(NewJob.When.NOW)) {
            java.append(
                    ".when(NewJob.When.in(%s))".formatted(duration(job.when().delay())));
        }
        ExclusionKey exclusion = job.exclusion();
        if (exclusion != null) {
            java.append(".exclusion(new ExclusionKey(%s, %d))".formatted(text(exclusion.key()), exclusion.limit()));
        }
        UniqueKey unique = job.unique();
        if (unique != null) {
            String states = new TreeSet<>(unique.states())
                    .stream().map(state -> "JobState." + state).collect(Collectors.joining(", "));
            java.append(".unique(new UniqueKey(%s, %s, Set.of(%s), OnConflict.%s))"
                    .formatted(text(unique.key()), duration(unique.period()), states, unique.onConflict()));
        }
        return java.toString();
    }

    private static String transition(Transition transition) {
        String reason = text(String.valueOf(transition.reason()));
        if (transition instanceof Transition.Retry retry) {
            return "retry(" + duration(retry.delay()) + ")";
        }
        if (transition instanceof Transition.Snooze snooze) {
            return "new Transition.Snooze(%s, %s)".formatted(duration(snooze.delay()), reason);
        }
        if (transition instanceof Transition.Release release) {
            return "new Transition.Release(%s, %s)".formatted(text(release.reason()), release.begun());
        }
        return switch (transition.kind()) {
            case SUCCEED -> "new Transition.Succeed(null)";
            case FAIL -> "fail()";
            case CANCEL -> "new Transition.Cancel(%s)".formatted(reason);
            default -> "new Transition.Park(%s)".formatted(reason);
        };
    }
}
