package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Deploys;
import dev.rota.console.Deploys.Deploy;
import dev.rota.store.WorkerStore.Worker;
import dev.rota.store.WorkerStore.Worker.State;
import dev.rota.web.chart.Chart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * When versions of the program began to work, as marks in charts: what changed at a deploy is seen beside it. What workers
 * have said when they began is kept; of versions that nobody has said it of, the workers that there are tell.
 */
final class DeployMarks {
    private final Rota rota;

    DeployMarks(Rota rota) {
        this.rota = rota;
    }

    /** A mark for each time that a version began within the chart. */
    List<Chart.Mark> marks(Lookback over, Instant now) {
        Map<String, List<Worker>> byVersion = rota.store().workers().list().stream()
                .filter(worker -> Deploys.isKnown(worker.registration().version()))
                .collect(Collectors.groupingBy(
                        worker -> worker.registration().version(), TreeMap::new, Collectors.toList()));
        List<Deploy> begun = new ArrayList<>(new Deploys(rota.store().console().settings()).list());
        Set<String> kept = begun.stream().map(Deploy::version).collect(Collectors.toSet());
        byVersion.forEach((version, workers) -> {
            if (!kept.contains(version)) {
                begun.add(new Deploy(version, earliest(workers)));
            }
        });
        return begun.stream()
                .map(deploy -> mark(deploy, byVersion.getOrDefault(deploy.version(), List.of()), over, now))
                .filter(mark -> mark.at() >= 0 && mark.at() <= 1)
                .sorted(Comparator.comparingDouble(Chart.Mark::at))
                .toList();
    }

    private static Instant earliest(List<Worker> workers) {
        return workers.stream()
                .map(Worker::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Chart.Mark mark(Deploy deploy, List<Worker> workers, Lookback over, Instant now) {
        double at = Duration.between(over.from(now), deploy.at()).toMillis()
                / (double) over.length().toMillis();
        long alive = workers.stream()
                .filter(worker -> worker.state() == State.ACTIVE || worker.state() == State.DRAINING)
                .count();
        String since = Labels.shortened(deploy.version(), 50) + " since " + over.label(deploy.at());
        return new Chart.Mark(at, alive == 0 ? since : since + ", " + Labels.counted(alive, "worker", "workers"));
    }
}
