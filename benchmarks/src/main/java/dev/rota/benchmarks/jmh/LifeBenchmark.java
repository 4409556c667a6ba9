package dev.rota.benchmarks.jmh;

import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.Transition;
import dev.rota.store.WorkerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A job enqueued, claimed and finished in batches of 500, on SQLite: with {@code -prof gc}, the memory it leaves behind. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LifeBenchmark {
    private static final int BATCH = 500;

    private final SqliteStore store;
    private final long worker;
    private final List<NewJob> jobs = Collections.nCopies(
            BATCH, NewJob.of(JobType.of("bench.job"), "{\"n\":42,\"text\":\"" + "x".repeat(75) + "\"}"));
    private final Exchange.ClaimRequest request = new Exchange.ClaimRequest(Set.of("default"), false, BATCH);
    private List<Finish> finishes = List.of();

    public LifeBenchmark() {
        try {
            store = SqliteStore.open(
                    Files.createTempDirectory("rota-jmh").resolve("jobs.db"),
                    SqliteSettings.DEFAULTS.synchronous(SqliteSettings.Synchronous.NORMAL));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        store.migrate();
        worker = store.workers()
                .register(new WorkerStore.Registration("jmh", "here", 1, "1", Map.of("*", 1), Set.of("bench.job")));
    }

    /** Enqueues a batch, and exchanges the finishes of the last one for it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int life() {
        store.jobs().enqueue(jobs);
        List<Job> claimed = store.jobs()
                .exchange(new Exchange(worker, finishes, List.of(request), Set.of()))
                .claimed();
        List<Finish> next = new ArrayList<>(claimed.size());
        claimed.forEach(job -> next.add(new Finish(job, new Transition.Succeed(null), null)));
        finishes = next;
        return claimed.size();
    }
}
