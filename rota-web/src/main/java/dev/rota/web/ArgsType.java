package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.JobType;
import java.util.Map;
import java.util.Optional;

/**
 * A type of jobs, and what its arguments look like.
 *
 * @param schema as JSON Schema
 */
record ArgsType(String name, Map<String, Object> schema) {
    static ArgsType of(Rota rota, JobType<?> type) {
        return new ArgsType(type.name(), ArgsSchema.of(rota.codec(), type.argsClass()));
    }

    /** Empty if this process does not know the type. */
    static Optional<ArgsType> find(Rota rota, String name) {
        return rota.type(name).map(type -> of(rota, type));
    }
}
