package dev.rota.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rounds of a case gave. */
final class Measured {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private @Nullable String failure;

    void add(Map<String, Double> round) {
        round.forEach((name, value) ->
                values.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
    }

    void failed(String why) {
        failure = why;
    }

    @Nullable
    String failure() {
        return failure;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    int rounds() {
        return values.values().stream().mapToInt(List::size).max().orElse(0);
    }

    private double[] sorted(String name) {
        double[] all = values.getOrDefault(name, List.of(Double.NaN)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        Arrays.sort(all);
        return all;
    }

    double median(String name) {
        double[] all = sorted(name);
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }

    double least(String name) {
        return sorted(name)[0];
    }

    double most(String name) {
        double[] all = sorted(name);
        return all[all.length - 1];
    }
}
