package dev.rota.store;

import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Active workers of several versions that have handlers for the same type, so that chance decides which version of the code
 * runs a job. Programs that share no type may be of any versions beside each other.
 *
 * @param versions by name
 * @param since when the last of these versions began: from then on they were mixed
 */
public record MixedVersions(List<String> versions, Instant since) {
    /** A deployment may take so long: until then several versions are what everybody expects. */
    public static final Duration DEPLOYMENT = Duration.ofHours(1);

    public MixedVersions {
        versions = List.copyOf(versions);
    }

    /** Empty if each type is worked by one version. */
    public static Optional<MixedVersions> among(List<Worker> workers) {
        Map<String, Set<String>> byType = new HashMap<>();
        Map<String, Instant> begun = new TreeMap<>();
        for (Worker worker : workers) {
            if (worker.state() == Worker.State.ACTIVE) {
                String version = worker.registration().version();
                begun.merge(version, worker.startedAt(), (one, other) -> one.isBefore(other) ? one : other);
                worker.registration()
                        .types()
                        .forEach(type -> byType.computeIfAbsent(type, key -> new TreeSet<>())
                                .add(version));
            }
        }
        Set<String> mixed = new TreeSet<>();
        byType.values().stream().filter(versions -> versions.size() > 1).forEach(mixed::addAll);
        return begun.entrySet().stream()
                .filter(entry -> mixed.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .max(Instant::compareTo)
                .map(since -> new MixedVersions(List.copyOf(mixed), since));
    }

    /** Whether this is so for longer than a deployment takes. */
    public boolean outlastsDeployment(Instant now) {
        return since.plus(DEPLOYMENT).isBefore(now);
    }
}
