package dev.rota;

import dev.rota.console.ConsoleStore;
import dev.rota.engine.EngineSettings;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.Map;

/**
 * How a {@link Rota} was built, for people to look at. Immutable.
 *
 * @param application its name among those that share the store
 * @param workerName of this process's worker
 * @param version of the program
 * @param slots how many jobs run at once in all queues without slots of their own
 * @param queueSlots how many jobs run at once in queues with slots of their own
 * @param poll how often the store is asked for jobs when nothing wakes the worker
 * @param lease a worker silent for this long is given up
 * @param grace how long a stop waits for running attempts
 * @param maxCrashes a job that has taken more workers with it than this is failed
 * @param retention how long jobs and fires are kept
 * @param consoleRetention how long the audit, operations and tokens are kept
 */
public record Configuration(
        String application,
        String workerName,
        String version,
        int slots,
        Map<String, Integer> queueSlots,
        Duration poll,
        Duration lease,
        Duration grace,
        int maxCrashes,
        JobStore.Retention retention,
        ConsoleStore.Retention consoleRetention) {
    /** What holds where nothing is said. */
    public static final Configuration DEFAULTS = of("default", EngineSettings.DEFAULTS);

    public Configuration {
        queueSlots = Map.copyOf(queueSlots);
    }

    static Configuration of(String application, EngineSettings settings) {
        return new Configuration(
                application,
                settings.workerName(),
                settings.version(),
                settings.slots(),
                settings.queueSlots(),
                settings.poll(),
                settings.lease(),
                settings.grace(),
                settings.maxCrashes(),
                settings.retention(),
                settings.consoleRetention());
    }
}
