package dev.rota.micrometer;

import dev.rota.event.RotaEvent;
import dev.rota.event.RotaEvent.JobEvent;
import dev.rota.event.RotaListener;
import dev.rota.job.Progress;
import dev.rota.schedule.Fire;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what happens in this process: all meters are named {@code rota.…} and tagged with the type and queue of the job.
 * Sum them over all processes. {@link StoreGauges} has what only the store knows. Thread-safe.
 */
public final class RotaMetrics implements MeterBinder, RotaListener {
    /** Between these quantiles can be told, over all processes and whatever time: from short calls to long reports. */
    private static final Duration[] BOUNDS = bounds(
            5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000, 7_200_000);

    private static final List<String> ENDS = List.of("succeeded", "retrying", "failed");

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final Map<Long, AtomicLong> running = new ConcurrentHashMap<>();
    private final Map<Tags, AtomicLong> runningByTags = new ConcurrentHashMap<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        registry.counter("rota.workers.lost");
        runningByTags.forEach((tags, count) -> introduce(registry, tags, count));
    }

    /** A counter whose first value is 1 has never grown for who looks: so those that alerts watch begin at 0. */
    private static void introduce(MeterRegistry registry, Tags tags, AtomicLong running) {
        registry.gauge("rota.jobs.running", tags, running);
        ENDS.forEach(outcome -> registry.counter("rota.jobs.outcomes", tags.and("outcome", outcome)));
    }

    @Override
    public void on(RotaEvent event) {
        if (event instanceof JobEvent job) {
            onJob(job, Tags.of("type", job.type(), "queue", job.queue()));
        } else if (event instanceof RotaEvent.Fired fired) {
            onFire(fired.fire());
        } else if (event instanceof RotaEvent.WorkerLost) {
            count("rota.workers.lost", Tags.empty(), 1);
        } else if (event instanceof RotaEvent.StoreFailed failed) {
            count("rota.store.failures", Tags.of("duty", failed.duty()), 1);
        }
    }

    private void onJob(JobEvent event, Tags tags) {
        if (event instanceof RotaEvent.Enqueued) {
            count("rota.jobs.enqueued", tags, 1);
        } else if (event instanceof RotaEvent.Started started) {
            started(started, tags);
        } else if (event instanceof RotaEvent.Succeeded succeeded) {
            ended(event, tags, "succeeded", succeeded.ran());
            items(event.type(), succeeded.progress());
        } else if (event instanceof RotaEvent.Retrying retrying) {
            ended(event, tags, "retrying", retrying.ran());
        } else if (event instanceof RotaEvent.Failed failed) {
            ended(event, tags, "failed", failed.ran());
        } else if (event instanceof RotaEvent.Rescued) {
            count("rota.jobs.rescued", tags, 1);
        } else if (!(event instanceof RotaEvent.Claimed)) {
            unmeasured(event, tags);
        }
    }

    private void started(RotaEvent.Started event, Tags tags) {
        count("rota.jobs.started", tags, 1);
        time("rota.jobs.wait", tags, event.waited());
        AtomicLong count = runningByTags.computeIfAbsent(tags, this::gauge);
        if (running.put(event.jobId(), count) == null) {
            count.incrementAndGet();
        }
    }

    private AtomicLong gauge(Tags tags) {
        AtomicLong count = new AtomicLong();
        registries.forEach(registry -> introduce(registry, tags, count));
        return count;
    }

    private void unmeasured(JobEvent event, Tags tags) {
        stopped(event);
        String outcome = event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        count("rota.jobs.outcomes", tags.and("outcome", outcome), 1);
    }

    private void ended(JobEvent event, Tags tags, String outcome, Duration ran) {
        stopped(event);
        Tags with = tags.and("outcome", outcome);
        count("rota.jobs.outcomes", with, 1);
        time("rota.jobs.run", with, ran);
    }

    private void stopped(JobEvent event) {
        AtomicLong count = running.remove(event.jobId());
        if (count != null) {
            count.decrementAndGet();
        }
    }

    private void items(String type, Progress progress) {
        Tags tags = Tags.of("type", type);
        count("rota.jobs.items.succeeded", tags, progress.succeeded());
        count("rota.jobs.items.failed", tags, progress.failed());
        count("rota.jobs.items.processed", tags, progress.succeeded() + progress.failed());
    }

    private void onFire(Fire fire) {
        String outcome = fire.jobId() != null ? "fired" : fire.outcome().name().toLowerCase(Locale.ROOT);
        count("rota.schedules.fires", Tags.of("schedule", fire.schedule(), "outcome", outcome), 1);
        count("rota.schedules.fires", Tags.of("schedule", fire.schedule(), "outcome", "missed"), 0);
        if (fire.jobId() != null) {
            Tags tags = Tags.of("schedule", fire.schedule());
            Duration late = positive(Duration.between(fire.dueAt(), fire.firedAt()));
            registries.forEach(
                    registry -> registry.timer("rota.schedules.lateness", tags).record(late));
        }
    }

    private void count(String name, Tags tags, double amount) {
        registries.forEach(registry -> registry.counter(name, tags).increment(amount));
    }

    private void time(String name, Tags tags, Duration duration) {
        Duration counted = positive(duration);
        registries.forEach(registry -> Timer.builder(name)
                .tags(tags)
                .serviceLevelObjectives(BOUNDS)
                .register(registry)
                .record(counted));
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    private static Duration[] bounds(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
