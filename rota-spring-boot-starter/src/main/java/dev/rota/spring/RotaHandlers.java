package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.job.JobHandler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The handlers that beans are, or have as methods. Immutable. */
public final class RotaHandlers {
    private final List<FoundJob<?>> jobs;

    RotaHandlers(List<FoundJob<?>> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    List<FoundJob<?>> jobs() {
        return jobs;
    }

    /**
     * Refuses a bean that the application made itself and left the handlers out of: none of them would ever run.
     *
     * @throws RotaConfigurationException naming those that it does not have
     */
    void requireIn(Rota rota) {
        Set<String> had = rota.types();
        List<String> missing = jobs.stream()
                .filter(job -> !had.contains(job.type().name()))
                .map(job -> job.type().name() + " (" + job.where() + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new RotaConfigurationException(
                    "The application has a bean of type Rota of its own, and that one has no handler for "
                            + String.join(", ", missing) + ": these jobs would never run.",
                    "Remove the bean, and change what Rota is built with by a bean of type RotaBuilderCustomizer.");
        }
    }

    /** The handler of a type. {@link dev.rota.Rota#type} says which arguments it takes. */
    public Optional<JobHandler<?>> find(String type) {
        return jobs.stream()
                .filter(job -> job.type().name().equals(type))
                .<JobHandler<?>>map(FoundJob::handler)
                .findFirst();
    }
}
