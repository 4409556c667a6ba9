package dev.rota.spring;

import dev.rota.job.JobHandler;
import java.util.List;
import java.util.Optional;

/** The handlers that beans are, or have as methods. Immutable. */
public final class RotaHandlers {
    private final List<FoundJob<?>> jobs;

    RotaHandlers(List<FoundJob<?>> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    List<FoundJob<?>> jobs() {
        return jobs;
    }

    /** The handler of a type. {@link dev.rota.Rota#type} says which arguments it takes. */
    public Optional<JobHandler<?>> find(String type) {
        return jobs.stream()
                .filter(job -> job.type().name().equals(type))
                .<JobHandler<?>>map(FoundJob::handler)
                .findFirst();
    }
}
