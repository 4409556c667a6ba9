package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    /** Properties of {@code rota.worker} that the engine checks. */
    private static final List<String> WORKER = List.of("slots", "poll", "lease", "grace", "max-crashes");

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

    /**
     * Builds a Rota.
     *
     * @throws RotaConfigurationException if a setting is not as expected, or the database does not answer
     */
    static Rota built(RotaBuilder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new RotaConfigurationException(
                    "Rota is not set up as expected: " + e.getMessage() + ".",
                    "Correct " + property(String.valueOf(e.getMessage()))
                            + ", or the RotaBuilderCustomizer that sets it.",
                    e);
        } catch (StoreException e) {
            throw new RotaConfigurationException(
                    "Rota's tables cannot be brought to the present version: " + e.getMessage() + ".",
                    "See that the database is up, and is the one that is meant.",
                    e);
        }
    }

    /** The one that a refusal is about, which begins with what it is called. */
    private static String property(String refusal) {
        String begins = refusal.toLowerCase(Locale.ROOT);
        return WORKER.stream()
                .filter(name -> begins.startsWith(name.replace('-', ' ') + " is "))
                .map(name -> "the property rota.worker." + name)
                .findFirst()
                .orElse("what is set below rota.worker");
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
