package dev.rota.sqlite;

import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures, roughly, how fast a backlog is enqueued in bulk and drained. Not a test: run its main. */
final class DrainMeasurement {
    private static final int JOBS = 100_000;
    private static final int BATCH = 500;
    private static final Set<String> QUEUES = Set.of("default");

    private DrainMeasurement() {}

    /** Runs several rounds; the first ones warm up. */
    public static void main(String[] args) throws Exception {
        for (int round = 0; round < 4; round++) {
            Path directory = Files.createTempDirectory("rota-drain");
            try (SqliteStore store = SqliteStore.open(directory.resolve("jobs.db"))) {
                store.migrate();
                measure(store);
            }
        }
    }

    private static void measure(SqliteStore store) {
        NewJob job = NewJob.of(JobType.of("drain"), "{\"text\":\"" + "x".repeat(88) + "\"}");
        long begun = System.nanoTime();
        for (int i = 0; i < JOBS; i += 1000) {
            store.jobs().enqueue(Collections.nCopies(1000, job));
        }
        long enqueued = System.nanoTime();
        long worker = store.workers()
                .register(new WorkerStore.Registration("drain", "here", 1, "0", Map.of("*", BATCH), Set.of("drain")));
        List<Exchange.ClaimRequest> requests = List.of(new Exchange.ClaimRequest(QUEUES, false, BATCH));
        List<Job> claimed = List.of();
        int done = 0;
        do {
            List<Finish> finishes = claimed.stream()
                    .map(each -> new Finish(each, new Transition.Succeed(null), null))
                    .toList();
            claimed = store.jobs()
                    .exchange(new Exchange(worker, finishes, requests, Set.of()))
                    .claimed();
            done += finishes.size();
        } while (!claimed.isEmpty());
        long drained = System.nanoTime();
        System.out.printf(
                "enqueued %,.0f jobs/s, drained %,d at %,.0f jobs/s%n",
                JOBS / seconds(begun, enqueued), done, done / seconds(enqueued, drained));
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
