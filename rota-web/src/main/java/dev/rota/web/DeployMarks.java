package dev.rota.web;

import dev.rota.store.WorkerStore.Worker;
import dev.rota.web.chart.Chart;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * When versions of the program began to work, as marks in charts: what changed at a deploy is seen beside it. It is known of
 * the workers that there are, and of those lost within a day; a worker that has stopped in order is forgotten.
 */
final class Deploys {
    private Deploys() {}

    /** A mark for each version of which the earliest worker began within the chart. */
    static List<Chart.Mark> marks(List<Worker> workers, Lookback over, Instant now) {
        Map<String, List<Worker>> byVersion = workers.stream()
                .filter(worker -> !worker.registration().version().isBlank())
                .collect(Collectors.groupingBy(
                        worker -> worker.registration().version(), TreeMap::new, Collectors.toList()));
        return byVersion.entrySet().stream()
                .map(each -> mark(each.getKey(), each.getValue(), over, now))
                .filter(mark -> mark.at() >= 0 && mark.at() <= 1)
                .sorted(Comparator.comparingDouble(Chart.Mark::at))
                .toList();
    }

    private static Chart.Mark mark(String version, List<Worker> workers, Lookback over, Instant now) {
        Instant began = workers.stream()
                .map(Worker::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        double at = Duration.between(over.from(now), began).toMillis()
                / (double) over.length().toMillis();
        return new Chart.Mark(
                at,
                Labels.shortened(version, 50) + " since " + over.label(began) + ", "
                        + Labels.counted(workers.size(), "worker", "workers"));
    }
}
