package dev.rota.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Median, 95th, 99th percentile and maximum. */
final class Percentiles {
    private Percentiles() {}

    static void report(String prefix, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Child.result(prefix + "p50 ms", at(sorted, 0.50));
        Child.result(prefix + "p95 ms", at(sorted, 0.95));
        Child.result(prefix + "p99 ms", at(sorted, 0.99));
        Child.result(prefix + "max ms", sorted[sorted.length - 1]);
        Child.result(prefix + "earliest ms", sorted[0]);
    }

    static double at(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(part * (sorted.length - 1)))];
    }

    static double median(List<Double> values) {
        return at(values.stream().mapToDouble(Double::doubleValue).sorted().toArray(), 0.5);
    }
}
