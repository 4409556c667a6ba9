package dev.rota.engine;

import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.job.RotaException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which handler runs which type. Filled before the engine starts, then only read. */
public final class Handlers {
    private final Map<String, Registered<?>> byType = new LinkedHashMap<>();

    /** A type with its handler. */
    record Registered<A>(JobType<A> type, JobHandler<A> handler) {
        /** A lambda's class has a number for a name: where it is written says more. */
        String words() {
            String name = handler.getClass().getName();
            int lambda = name.indexOf("$$Lambda");
            return (lambda < 0 ? name : "a lambda in " + name.substring(0, lambda)) + " for "
                    + type.argsClass().getSimpleName();
        }
    }

    /**
     * Adds a handler.
     *
     * @throws RotaException if the type has one already
     * @throws IllegalArgumentException if it is null
     */
    public <A> void add(JobType<A> type, JobHandler<A> handler) {
        if (handler == null) {
            throw new IllegalArgumentException("Handler of job type " + type.name() + " is null, expected one");
        }
        Registered<?> earlier = byType.putIfAbsent(type.name(), new Registered<>(type, handler));
        if (earlier != null) {
            throw new RotaException("Job type " + type.name() + " has two handlers: " + earlier.words() + " and "
                    + new Registered<>(type, handler).words() + ". Keep one, or give one of them a type of its own");
        }
    }

    Optional<Registered<?>> find(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** The names of all types that have a handler. */
    public Set<String> types() {
        return Set.copyOf(byType.keySet());
    }

    /** How jobs are run that are enqueued with this type: as it says, and as its handler's type says for the rest. */
    public JobType.Settings settings(JobType<?> type) {
        Registered<?> registered = byType.get(type.name());
        return registered == null ? type.settings() : type.settings(registered.type());
    }

    /** The type of that name, if it has a handler. */
    public Optional<JobType<?>> type(String name) {
        return find(name).map(Registered::type);
    }
}
