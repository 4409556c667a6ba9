package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.Conditions;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Queues in which jobs wait that nobody will ever take: no worker takes from them, and nothing else holds them back. */
final class UnworkedQueues {
    private UnworkedQueues() {}

    /** How many there are. What waits is only looked for if a queue has no worker. */
    static int count(Rota rota, List<Worker> workers, Instant now) {
        Set<String> without = rota.queues().list().stream()
                .filter(queue -> !queue.isPaused(now))
                .map(Queue::name)
                .filter(queue -> workers.stream().noneMatch(worker -> Conditions.takesFrom(worker, queue)))
                .collect(Collectors.toSet());
        if (without.isEmpty()) {
            return 0;
        }
        Set<String> waiting =
                new HashSet<>(rota.store().archive().longestWaits().keySet());
        waiting.retainAll(without);
        return waiting.size();
    }
}
