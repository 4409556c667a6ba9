package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.schedule.Fire;
import dev.rota.schedule.StoredSchedule;
import dev.rota.web.chart.Chart;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a schedule did and will do over time, and how long its jobs ran, drawn from its latest fires. */
final class ScheduleCharts {
    /** So many fires to come are looked for. */
    private static final int MOST_AHEAD = 1_000;

    /** So many run times are drawn. */
    private static final int MOST_RUNS = 60;

    /** Fewer run times make no trend. */
    private static final int LEAST_RUNS = 2;

    private final StoredSchedule schedule;
    private final List<Fire> fires;
    private final boolean cut;
    private final Instant now;

    /**
     * Of one schedule.
     *
     * @param fires its latest, the latest first
     * @param cut whether there may be others before them
     */
    ScheduleCharts(StoredSchedule schedule, List<Fire> fires, boolean cut, Instant now) {
        this.schedule = schedule;
        this.fires = fires;
        this.cut = cut;
        this.now = now;
    }

    /** The fires of some time until now, and as far ahead those to come. */
    Chart timeline(Lookback over) {
        Instant from = over.from(now);
        Instant until = over.until(now).plus(over.length());
        int steps =
                (int) (Duration.between(from, until).toSeconds() / over.step().toSeconds());
        List<Fire> shown = fires.stream()
                .filter(fire -> !fire.dueAt().isBefore(from) && fire.dueAt().isBefore(until))
                .toList();
        List<Instant> looked = ahead(until);
        List<Instant> ahead = toCome(looked);
        Slots slots = new Slots(from, over.step(), steps);
        List<Chart.Series> series = List.of(
                series("Ran", "ok", slots, dues(shown, fire -> sort(fire) == Sort.RAN)),
                series("Failed or missed", "bad", slots, dues(shown, fire -> sort(fire) == Sort.BAD)),
                series("Skipped or cancelled", "attention", slots, dues(shown, fire -> sort(fire) == Sort.LEFT_OUT)),
                series("To come", "neutral", slots, ahead));
        Chart chart = Chart.of(
                new Chart.Text("Fires per " + over.per(), sentence(over, shown, looked), value -> (long) value + ""),
                IntStream.range(0, steps)
                        .mapToObj(step -> over.label(from.plus(over.step().multipliedBy(step))))
                        .toList(),
                series);
        List<Chart.Mark> marks = new ArrayList<>();
        marks.add(mark(from, until, now, "now, "));
        if (looked.size() == MOST_AHEAD) {
            // Without it, it would look as if it stopped there.
            marks.add(mark(from, until, looked.get(MOST_AHEAD - 1), "goes on; drawn as far as "));
        }
        return chart.withoutEmptySteps().marked(marks);
    }

    private static Chart.Mark mark(Instant from, Instant until, Instant at, String words) {
        double share = Duration.between(from, at).toMillis()
                / (double) Duration.between(from, until).toMillis();
        return new Chart.Mark(share, words + Times.fire(at, ZoneOffset.UTC) + " UTC");
    }

    /** What a fire came to, as it is drawn. */
    private enum Sort {
        RAN,
        BAD,
        LEFT_OUT
    }

    private static Sort sort(Fire fire) {
        return switch (fire.outcome()) {
            case RUNNING, SUCCEEDED, RETRIED -> Sort.RAN;
            case FAILED, MISSED -> Sort.BAD;
            case CANCELLED, SKIPPED -> Sort.LEFT_OUT;
        };
    }

    private record Slots(Instant from, Duration step, int count) {
        int of(Instant at) {
            return (int) (Duration.between(from, at).toMillis() / step.toMillis());
        }
    }

    private static List<Instant> dues(List<Fire> fires, Predicate<Fire> which) {
        return fires.stream().filter(which).map(Fire::dueAt).toList();
    }

    private static Chart.Series series(String name, String kind, Slots slots, List<Instant> instants) {
        List<@Nullable Double> counts = new ArrayList<>(Collections.nCopies(slots.count(), 0.0));
        for (Instant at : instants) {
            Double before = counts.get(slots.of(at));
            counts.set(slots.of(at), (before == null ? 0 : before) + 1);
        }
        return new Chart.Series(name, kind, true, counts);
    }

    private List<Instant> ahead(Instant until) {
        List<Instant> ahead = new ArrayList<>();
        Instant end = schedule.effective().policies().endsAt();
        Instant at = schedule.nextFireAt();
        while (at != null && ahead.size() < MOST_AHEAD && at.isBefore(until) && (end == null || at.isBefore(end))) {
            ahead.add(at);
            at = schedule.effective().trigger().next(at).orElse(null);
        }
        return ahead;
    }

    /** One that is late is due, not to come; and nothing comes in a pause window. */
    private List<Instant> toCome(List<Instant> ahead) {
        return ahead.stream()
                .filter(instant -> instant.isAfter(now)
                        && schedule.effective().pauseWindow(instant).isEmpty())
                .toList();
    }

    private String sentence(Lookback over, List<Fire> shown, List<Instant> looked) {
        long bad = shown.stream().filter(fire -> sort(fire) == Sort.BAD).count();
        boolean since =
                cut && !fires.isEmpty() && fires.get(fires.size() - 1).dueAt().isAfter(over.from(now));
        return Labels.counted(shown.size(), "fire", "fires") + " in " + over.words()
                + (since
                        ? ", looked at since "
                                + Times.utc(fires.get(fires.size() - 1).dueAt())
                        : "")
                + ", " + bad + " of them failed or missed; "
                + toCome(looked).size() + (looked.size() == MOST_AHEAD ? " or more" : "")
                + " to come in as long a time. Times in UTC";
    }

    /** How many of the latest fires are asked for their jobs. */
    static List<Fire> withRuns(List<Fire> latestFirst) {
        return latestFirst.stream()
                .filter(fire -> fire.jobId() != null)
                .limit(MOST_RUNS)
                .toList();
    }

    /**
     * How long the latest jobs ran, and where most of that lies; empty if there is too little to see.
     *
     * @param jobs of the latest fires, by their ids
     */
    Optional<Chart> trend(Map<Long, Job> jobs) {
        List<Fire> ran = new ArrayList<>(withRuns(fires).stream()
                .filter(fire -> millis(fire, jobs) != null)
                .toList());
        if (ran.size() < LEAST_RUNS) {
            return Optional.empty();
        }
        Collections.reverse(ran);
        List<Double> sorted = ran.stream()
                .flatMap(fire -> Stream.ofNullable(millis(fire, jobs)))
                .sorted()
                .toList();
        double half = quantile(sorted, 0.5);
        double most = quantile(sorted, 0.95);
        String sentence = "Half of the last " + ran.size() + " jobs ran for " + duration(half)
                + " or less, 95 of 100 for " + duration(most) + " or less. Times in UTC";
        List<Chart.Series> series = List.of(
                runs("Succeeded", "ok", ran, jobs, true),
                runs("Failed or cancelled", "bad", ran, jobs, false),
                new Chart.Series("Half of them", "running", false, Collections.nCopies(ran.size(), half)),
                new Chart.Series("95 of 100", "attention", false, Collections.nCopies(ran.size(), most)));
        return Optional.of(Chart.of(
                new Chart.Text("Run time of the last " + ran.size(), sentence, ScheduleCharts::duration),
                ran.stream()
                        .map(fire -> Times.fire(fire.dueAt(), ZoneOffset.UTC))
                        .toList(),
                series));
    }

    private static Chart.Series runs(String name, String kind, List<Fire> ran, Map<Long, Job> jobs, boolean well) {
        List<@Nullable Double> values = new ArrayList<>();
        for (Fire fire : ran) {
            boolean succeeded = fire.outcome() == Fire.Outcome.SUCCEEDED || fire.outcome() == Fire.Outcome.RETRIED;
            values.add(succeeded == well ? millis(fire, jobs) : null);
        }
        return new Chart.Series(name, kind, true, values);
    }

    private static @Nullable Double millis(Fire fire, Map<Long, Job> jobs) {
        Job job = fire.jobId() == null ? null : jobs.get(fire.jobId());
        Duration ran = job == null ? null : job.times().ran();
        return ran == null ? null : (Double) (double) ran.toMillis();
    }

    /** The least that the share is not more than. */
    static double quantile(List<Double> sorted, double share) {
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    private static String duration(double millis) {
        return Times.took(Duration.ofMillis((long) millis));
    }
}
