package dev.rota.web;

import dev.rota.store.Histogram;
import dev.rota.store.RollupStore;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Point;
import dev.rota.store.RollupStore.Series;
import dev.rota.web.chart.Chart;
import dev.rota.web.chart.HeatMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Figures over time, one for each step, and charts of them. Read from roll-ups alone, whatever the number of jobs.
 *
 * @param steps where each begins, the earliest first
 * @param figures as many; a step in which nothing happened has {@link Figures#NONE}
 */
record Measured(Lookback over, List<Instant> steps, List<Figures> figures) {
    private static final int MOST_COLUMNS = 48;
    private static final int MOST_ROWS = 16;

    /**
     * Reads them.
     *
     * @param type of this type only, or null
     * @param queue in this queue only, or null
     */
    static Measured read(
            RollupStore rollups, Lookback over, Instant now, @Nullable String type, @Nullable String queue) {
        Map<Instant, Figures> byStep = new HashMap<>();
        Series wanted = new Series(over.from(now), over.until(now), over.step(), By.NOTHING, type, queue);
        for (Point point : rollups.series(wanted)) {
            byStep.merge(point.at(), point.figures(), Figures::plus);
        }
        List<Instant> steps = new ArrayList<>();
        for (Instant at = over.from(now); at.isBefore(over.until(now)); at = at.plus(over.step())) {
            steps.add(at);
        }
        return new Measured(
                over,
                steps,
                steps.stream().map(at -> byStep.getOrDefault(at, Figures.NONE)).toList());
    }

    Figures total() {
        return figures.stream().reduce(Figures.NONE, Figures::plus);
    }

    /** The last {@code count} steps that are over, together. */
    Figures last(int count) {
        int end = figures.size() - 1;
        return figures.subList(Math.max(0, end - count), end).stream().reduce(Figures.NONE, Figures::plus);
    }

    private List<String> labels() {
        return steps.stream().map(over::label).toList();
    }

    private List<@Nullable Double> values(Function<Figures, @Nullable Double> of) {
        List<@Nullable Double> values = new ArrayList<>();
        figures.forEach(each -> values.add(of.apply(each)));
        return values;
    }

    /** Jobs that succeeded as a line, attempts that failed as bars. */
    Chart throughput() {
        Figures total = total();
        String sentence = Labels.counted(total.succeeded(), "job", "jobs") + " succeeded and "
                + Labels.counted(total.failedAttempts(), "attempt", "attempts") + " failed in " + over.words()
                + ", times in UTC";
        return Chart.of(
                new Chart.Text("Jobs per " + over.per(), sentence, Measured::count),
                labels(),
                List.of(
                        new Chart.Series("Succeeded", "ok", false, values(each -> (double) each.succeeded())),
                        new Chart.Series(
                                "Failed attempts", "bad", true, values(each -> (double) each.failedAttempts()))));
    }

    /** How long attempts ran and had waited, as most of them did. */
    Chart durations() {
        Figures total = total();
        String sentence = "95 of 100 attempts ran for " + Times.took(total.ran().quantile(0.95))
                + " or less and had waited " + Times.took(total.waited().quantile(0.95)) + " or less in " + over.words()
                + ", times in UTC";
        return Chart.of(
                new Chart.Text("Run and wait, p95", sentence, Measured::duration),
                labels(),
                List.of(
                        new Chart.Series("Ran", "running", false, values(each -> millis(each.ran()))),
                        new Chart.Series("Waited", "attention", false, values(each -> millis(each.waited())))));
    }

    /** How often attempts ran for how long, over time; steps and buckets that stand close are drawn as one. */
    HeatMap heat() {
        int wide = Math.max(1, (steps.size() + MOST_COLUMNS - 1) / MOST_COLUMNS);
        List<String> labels = new ArrayList<>();
        List<Histogram> columns = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += wide) {
            labels.add(over.label(steps.get(from)));
            columns.add(figures.subList(from, Math.min(steps.size(), from + wide)).stream()
                    .map(Figures::ran)
                    .reduce(Histogram.EMPTY, Histogram::plus));
        }
        Histogram all = total().ran();
        int first = IntStream.range(0, Histogram.BUCKETS)
                .filter(bucket -> all.count(bucket) > 0)
                .findFirst()
                .orElse(0);
        int last = IntStream.range(first, Histogram.BUCKETS)
                .filter(bucket -> all.count(bucket) > 0)
                .max()
                .orElse(first);
        int high = Math.max(1, (last - first + MOST_ROWS) / MOST_ROWS);
        List<Integer> sizes = IntStream.iterate(first, bucket -> bucket <= last, bucket -> bucket + high)
                .boxed()
                .toList();
        String sentence = "How long attempts ran in each part of " + over.words() + ": half of them "
                + Times.took(all.quantile(0.5)) + " or less, 99 of 100 " + Times.took(all.quantile(0.99)) + " or less";
        return HeatMap.of(
                new Chart.Text("How long attempts ran, over time", sentence, Measured::count),
                labels,
                sizes.stream()
                        .map(from -> "≤ " + Times.took(Histogram.bound(Math.min(last, from + high - 1))))
                        .toList(),
                columns.stream()
                        .map(column -> sizes.stream()
                                .map(from -> sum(column, from, high))
                                .toList())
                        .toList());
    }

    private static long sum(Histogram histogram, int from, int buckets) {
        return IntStream.range(from, Math.min(Histogram.BUCKETS, from + buckets))
                .mapToLong(histogram::count)
                .sum();
    }

    private static @Nullable Double millis(Histogram histogram) {
        Duration most = histogram.quantile(0.95);
        return most == null ? null : most.toNanos() / 1e6;
    }

    private static String count(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String duration(double millis) {
        return Times.took(Duration.ofNanos(Math.round(millis * 1e6)));
    }

    /** How often attempts ran for how long, a bar for each bucket from the shortest to the longest there was. */
    static Chart spread(Histogram ran) {
        int first = IntStream.range(0, Histogram.BUCKETS)
                .filter(bucket -> ran.count(bucket) > 0)
                .findFirst()
                .orElse(0);
        int last = IntStream.range(first, Histogram.BUCKETS)
                .filter(bucket -> ran.count(bucket) > 0)
                .max()
                .orElse(first);
        List<String> labels = new ArrayList<>();
        List<@Nullable Double> counts = new ArrayList<>();
        for (int bucket = first; bucket <= last; bucket++) {
            labels.add("≤ " + Times.took(Histogram.bound(bucket)));
            counts.add((double) ran.count(bucket));
        }
        String sentence = "Half of the attempts ran for " + Times.took(ran.quantile(0.5)) + " or less, 99 of 100 for "
                + Times.took(ran.quantile(0.99)) + " or less";
        return Chart.of(
                new Chart.Text("How long attempts ran", sentence, Measured::count),
                labels,
                List.of(new Chart.Series("Attempts", "running", true, counts)));
    }
}
