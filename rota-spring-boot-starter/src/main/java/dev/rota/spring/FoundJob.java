package dev.rota.spring;

import dev.rota.RotaBuilder;
import dev.rota.job.JobType;
import java.util.List;

/**
 * A job that a bean handles.
 *
 * @param where it was found, for messages
 * @param schedules as annotated
 */
record FoundJob<A>(JobType<A> type, BeanHandler<A> handler, String where, List<RotaSchedule> schedules) {
    FoundJob {
        schedules = List.copyOf(schedules);
    }

    void addTo(RotaBuilder builder) {
        builder.handler(type, handler);
    }
}
