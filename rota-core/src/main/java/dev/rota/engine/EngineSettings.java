package dev.rota.engine;

import dev.rota.console.ConsoleStore;
import dev.rota.console.Deploys;
import dev.rota.retry.Bounds;
import dev.rota.store.JobStore.Retention;
import java.time.Duration;
import java.util.Map;

/**
 * How a worker works. All defaults stand in {@link #DEFAULTS}.
 *
 * @param workerName for people; need not be unique
 * @param version of the program, for people
 * @param slots how many jobs run at once in all queues that have no slots of their own, 0 or more
 * @param queueSlots how many jobs run at once in a queue, for queues with slots of their own
 * @param poll how often the store is asked for jobs when nothing wakes the worker, at least 10 ms
 * @param lease a worker silent for this long is given up, and its jobs are rescued, at least 2 s
 * @param grace how long a stop waits for running attempts before it interrupts them
 * @param maxCrashes a job that has taken more workers with it than this is failed
 * @param retention how long jobs that have ended and fires are kept
 * @param consoleRetention how long what the console keeps is kept
 */
public record EngineSettings(
        String workerName,
        String version,
        int slots,
        Map<String, Integer> queueSlots,
        Duration poll,
        Duration lease,
        Duration grace,
        int maxCrashes,
        Retention retention,
        ConsoleStore.Retention consoleRetention) {
    // Before DEFAULTS, which are checked against them.
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    /** Stands for all queues that have no slots of their own. */
    public static final String ANY_QUEUE = "*";

    /** 20 slots for all queues, a poll a second, a lease of 15 s, 20 s of grace, 3 crashes, 30 days of history, 400 of audit. */
    public static final EngineSettings DEFAULTS = new EngineSettings(
            "worker",
            Deploys.UNKNOWN,
            20,
            Map.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20),
            3,
            Retention.DEFAULTS,
            ConsoleStore.Retention.DEFAULTS);

    public EngineSettings {
        queueSlots = Map.copyOf(queueSlots);
        atLeast("Slots", slots, 0);
        queueSlots.forEach((queue, n) -> atLeast("Slots of queue " + queue, n, 0));
        atLeast("Max crashes", maxCrashes, 0);
        atLeast("Poll", poll, SHORTEST_POLL);
        atLeast("Lease", lease, SHORTEST_LEASE);
        atLeast("Grace", grace, Duration.ZERO);
        Bounds.length("Poll", poll);
        Bounds.length("Lease", lease);
        Bounds.length("Grace", grace);
    }

    private static <T extends Comparable<T>> void atLeast(String what, T found, T least) {
        if (found.compareTo(least) < 0) {
            throw new IllegalArgumentException(what + " is " + found + ", expected " + least + " or more");
        }
    }

    /** How often a worker says that it lives: three times in a lease. */
    public Duration heartbeat() {
        return lease.dividedBy(3);
    }
}
