package dev.rota.engine;

import dev.rota.store.QueueStore.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one queue, or of all queues that have none of their own, with the jobs that were claimed ahead for them.
 *
 * <p>How many are claimed ahead adapts to how long jobs take: as many as the slots work off in a tenth of a second.
 */
final class Lane {
    private static final long AHEAD_NANOS = Duration.ofMillis(100).toNanos();
    /** So many of a worker's jobs wait for its slots at the most, and as many that have ended to be written. */
    static final int MOST_AHEAD = 2_000;

    private static final double NEW_WEIGHT = 0.05;

    private final String name;
    private volatile int slots;
    private final Set<String> elsewhere;
    private final AtomicInteger busy = new AtomicInteger();
    private final ConcurrentLinkedDeque<RunningJob> ahead = new ConcurrentLinkedDeque<>();
    private final AtomicInteger aheadCount = new AtomicInteger();
    private volatile double averageNanos = Double.NaN;
    private volatile boolean hungry = true;

    /**
     * Makes a lane.
     *
     * @param name of the queue, or {@link EngineSettings#ANY_QUEUE}
     * @param elsewhere the queues that have slots of their own
     */
    Lane(String name, int slots, Set<String> elsewhere) {
        this.name = name;
        this.slots = slots;
        this.elsewhere = elsewhere;
    }

    String name() {
        return name;
    }

    int slots() {
        return slots;
    }

    /** From now on it has so many. Where they get fewer, what runs goes on. */
    void slots(int newSlots) {
        slots = newSlots;
    }

    /** True if more run than there are slots, since those became fewer. */
    boolean isOverfull() {
        return busy.get() > slots;
    }

    boolean serves(String queue) {
        return name.equals(EngineSettings.ANY_QUEUE) ? !elsewhere.contains(queue) : name.equals(queue);
    }

    /** The names of those queues that this lane serves. */
    Set<String> queues(Collection<Queue> all, Predicate<Queue> which) {
        return all.stream()
                .filter(queue -> serves(queue.name()) && which.test(queue))
                .map(Queue::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** True if there may be something to claim. */
    boolean isHungry() {
        return hungry;
    }

    void hungry(boolean nowHungry) {
        hungry = nowHungry;
    }

    /** How many more jobs may be claimed, those ahead included. */
    int room() {
        return Math.max(0, slots + aheadTarget() - busy.get() - aheadCount.get());
    }

    /** How many more jobs could begin at once. */
    int free() {
        return Math.max(0, slots - busy.get() - aheadCount.get());
    }

    boolean isIdle() {
        return busy.get() == 0 && aheadCount.get() == 0;
    }

    boolean hasAhead() {
        return aheadCount.get() > 0;
    }

    private int aheadTarget() {
        double average = averageNanos;
        return Double.isNaN(average) ? 0 : (int) Math.min(MOST_AHEAD, slots * AHEAD_NANOS / Math.max(1_000, average));
    }

    void add(RunningJob job) {
        aheadCount.incrementAndGet();
        ahead.add(job);
    }

    /** The next job to begin; null if there is none. */
    @Nullable
    RunningJob next() {
        RunningJob job = ahead.poll();
        if (job != null) {
            aheadCount.decrementAndGet();
        }
        return job;
    }

    /** Takes a slot if one is free and there is something to do. */
    boolean tryOccupy() {
        int now = busy.get();
        while (now < slots && hasAhead()) {
            if (busy.compareAndSet(now, now + 1)) {
                return true;
            }
            now = busy.get();
        }
        return false;
    }

    void vacate() {
        busy.decrementAndGet();
    }

    /** Learns how long an attempt took. */
    void took(Duration ran) {
        double average = averageNanos;
        averageNanos = Double.isNaN(average) ? ran.toNanos() : average + NEW_WEIGHT * (ran.toNanos() - average);
    }

    /** Takes back what was claimed ahead and has not begun. */
    List<RunningJob> takeBack(Predicate<RunningJob> which) {
        List<RunningJob> taken = new ArrayList<>();
        for (RunningJob job : ahead) {
            if (which.test(job) && ahead.remove(job)) {
                aheadCount.decrementAndGet();
                taken.add(job);
            }
        }
        return taken;
    }
}
