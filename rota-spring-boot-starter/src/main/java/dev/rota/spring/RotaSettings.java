package dev.rota.spring;

import dev.rota.RotaBuilder;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;

/**
 * The properties, together with what the application says elsewhere.
 *
 * @param build null if the build left nothing
 * @param clock null if the application has no clock of its own
 */
record RotaSettings(
        RotaProperties properties,
        Environment environment,
        @Nullable BuildProperties build,
        @Nullable Clock clock) {
    private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

    void applyTo(RotaBuilder builder) {
        RotaProperties.Worker worker = properties.worker();
        builder.workerName(workerName())
                .slots(worker.slots())
                .poll(worker.poll())
                .lease(worker.lease())
                .grace(grace())
                .maxCrashes(worker.maxCrashes())
                .retention(RotaAutoConfiguration.retention(properties.retention()))
                .retention(RotaAutoConfiguration.consoleRetention(properties.retention()));
        worker.queueSlots().forEach(builder::slots);
        String version = worker.version() != null ? worker.version() : build == null ? null : build.getVersion();
        if (version != null) {
            builder.version(version);
        }
        String application = application();
        if (application != null) {
            builder.application(application);
        }
        if (clock != null) {
            builder.clock(clock);
        }
    }

    /** Null if nobody has named it: then nobody can tell its schedules from another's. */
    @Nullable
    String application() {
        String name = properties.application();
        return name != null ? name : environment.getProperty("spring.application.name");
    }

    private String workerName() {
        String name = properties.worker().name();
        return name != null ? name : environment.getProperty("spring.application.name", "worker");
    }

    /**
     * How long a shutdown waits for running attempts.
     *
     * @throws RotaConfigurationException if it was set, and Spring would go on to close the database before it is over
     */
    Duration grace() {
        Duration grace = properties.worker().grace();
        String set = environment.getProperty(PHASE_TIMEOUT);
        Duration phase = set == null ? DEFAULT_PHASE_TIMEOUT : DurationStyle.detectAndParse(set);
        if (grace.compareTo(phase) < 0) {
            return grace;
        }
        if (environment.containsProperty("rota.worker.grace")) {
            throw new RotaConfigurationException(
                    "rota.worker.grace is " + grace.toSeconds() + " s, and " + PHASE_TIMEOUT + " is "
                            + phase.toSeconds() + " s: the database would be closed under jobs that still run.",
                    "Set rota.worker.grace to less, or " + PHASE_TIMEOUT + " to more.");
        }
        return phase.multipliedBy(2).dividedBy(3);
    }
}
