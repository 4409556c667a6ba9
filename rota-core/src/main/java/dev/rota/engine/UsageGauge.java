package dev.rota.engine;

import dev.rota.store.WorkerStore.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what this worker's process uses, and how many attempts end in a minute: cheap enough for every heartbeat. Of several
 * workers in one process each tells the whole process's processor time and heap. For one thread.
 */
final class UsageGauge {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** Of a process, where it is not known. */
    private static final long NO_CPU = -1;

    private final LongSupplier ended;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** What was read at one moment, on the clock of {@link System#nanoTime()}. */
    record Sample(long nanos, long cpuNanos, long ended) {}

    /**
     * Begins to read now.
     *
     * @param ended how many attempts have ended so far
     */
    UsageGauge(LongSupplier ended) {
        this.ended = ended;
        samples.add(sample());
    }

    private Sample sample() {
        return new Sample(System.nanoTime(), cpuNanos(), ended.getAsLong());
    }

    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .orElse(NO_CPU);
    }

    Usage read() {
        Sample now = sample();
        Integer cpu = cpuPercent(samples.getLast(), now, Runtime.getRuntime().availableProcessors());
        samples.add(now);
        Runtime memory = Runtime.getRuntime();
        return new Usage(cpu, memory.totalMemory() - memory.freeMemory(), memory.maxMemory(), endedInAMinute(samples));
    }

    /** How much of so many processors was used between two samples; null if that is not known. */
    static @Nullable Integer cpuPercent(Sample before, Sample now, int processors) {
        long passed = now.nanos() - before.nanos();
        if (before.cpuNanos() == NO_CPU || now.cpuNanos() == NO_CPU || passed <= 0) {
            return null;
        }
        double share = (double) (now.cpuNanos() - before.cpuNanos()) / passed / processors;
        return (int) Math.max(0, Math.min(100, Math.round(100 * share)));
    }

    /** Of samples, the oldest first, forgets those that no minute needs any more. Less than a minute is told as it is. */
    static int endedInAMinute(Deque<Sample> samples) {
        Sample now = samples.getLast();
        Sample oldest = samples.removeFirst();
        while (!samples.isEmpty() && now.nanos() - samples.getFirst().nanos() >= MINUTE_NANOS) {
            oldest = samples.removeFirst();
        }
        samples.addFirst(oldest);
        long passed = Math.max(MINUTE_NANOS, now.nanos() - oldest.nanos());
        return (int) Math.min(
                Integer.MAX_VALUE, Math.round((double) (now.ended() - oldest.ended()) * MINUTE_NANOS / passed));
    }
}
