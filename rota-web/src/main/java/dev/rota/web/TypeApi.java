package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.job.JobType;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Total;
import dev.rota.store.WorkerStore.Worker;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /types}: the kinds of jobs. Known are those that this program or a worker has a handler for, those that schedules
 * name, and those of which something came to an end in the last day.
 */
final class TypeApi {
    private static final int MOST_MEASURED = 1_000;

    private final Rota rota;

    /** How jobs of a type are run unless a job says otherwise. */
    record PolicyView(
            String queue,
            int priority,
            int maxAttempts,
            @Nullable Duration timeout,
            String retry,
            int version) {}

    /**
     * A type.
     *
     * @param handled whether this program has a handler for it; only then its policy and arguments are known here
     * @param workers ids of those that have one, and are alive
     */
    record TypeView(
            String name,
            boolean handled,
            List<Long> workers,
            List<String> schedules,
            @Nullable PolicyView policy,
            StatsApi.FiguresView figures) {}

    record TypeDetails(TypeView type, @Nullable Map<String, Object> argsSchema) {}

    TypeApi(Rota rota) {
        this.rota = rota;
    }

    void addTo(Routes routes) {
        routes.get(Routes.API + "/types", Scope.JOBS_READ, this::list)
                .get(Routes.API + "/types/{name}", Scope.JOBS_READ, this::show);
    }

    /** What is known of types, read once. */
    private record Known(List<Worker> workers, List<StoredSchedule> schedules, Map<String, Figures> figures) {
        static Known read(Rota rota) {
            Instant now = rota.store().now();
            return new Known(
                    rota.store().workers().list().stream()
                            .filter(worker ->
                                    worker.state() == Worker.State.ACTIVE || worker.state() == Worker.State.DRAINING)
                            .toList(),
                    rota.schedules().list(),
                    rota
                            .store()
                            .rollups()
                            .byType(Lookback.DAY.from(now), Lookback.DAY.until(now), null, MOST_MEASURED)
                            .stream()
                            .collect(Collectors.toMap(Total::type, Total::figures)));
        }

        Set<String> names() {
            Set<String> names = new TreeSet<>(figures.keySet());
            workers.forEach(worker -> names.addAll(worker.registration().types()));
            schedules.forEach(schedule -> names.add(schedule.effective().job().type()));
            return names;
        }
    }

    private void list(Context ctx) {
        Known known = Known.read(rota);
        Json.answer(
                ctx,
                new ApiViews.ItemsView<>(
                        known.names().stream().map(name -> view(name, known)).toList()));
    }

    private TypeView view(String name, Known known) {
        return new TypeView(
                name,
                rota.type(name).isPresent(),
                known.workers().stream()
                        .filter(worker -> worker.registration().types().contains(name))
                        .map(Worker::id)
                        .sorted()
                        .toList(),
                known.schedules().stream()
                        .filter(schedule -> schedule.effective().job().type().equals(name))
                        .map(StoredSchedule::name)
                        .toList(),
                rota.type(name).map(TypeApi::policy).orElse(null),
                StatsApi.FiguresView.of(known.figures().getOrDefault(name, Figures.NONE)));
    }

    private static PolicyView policy(JobType<?> type) {
        JobType.Settings settings = type.settings();
        return new PolicyView(
                settings.queue(),
                settings.priority(),
                settings.maxAttempts(),
                settings.timeout(),
                "after " + Times.took(settings.retry().first()) + ", each "
                        + settings.retry().factor() + " times the last, at most "
                        + Times.took(settings.retry().cap()),
                settings.version());
    }

    private void show(Context ctx) {
        String name = ctx.pathParam("name");
        Known known = Known.read(rota);
        if (rota.type(name).isEmpty() && !known.names().contains(name)) {
            throw Problem.notFound("type", name);
        }
        Json.answer(
                ctx,
                new TypeDetails(
                        view(name, known),
                        rota.type(name)
                                .map(type -> ArgsSchema.of(rota.codec(), type.argsClass()))
                                .orElse(null)));
    }
}
