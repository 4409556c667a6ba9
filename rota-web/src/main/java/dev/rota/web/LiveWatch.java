package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.Conditions;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sees what has changed in the store since it looked last, in what somebody listens to. Bounded: of jobs it looks at the
 * newest, at those that are live, and at those that somebody has open. Used by one thread at a time.
 */
final class LiveWatch {
    /** Jobs that are looked at, and told at once. */
    static final int MOST_JOBS = 200;

    /** The topic that is told of when anything has changed. */
    static final String OVERVIEW = "overview";

    private static final int MOST_OPEN = 50;

    private final Rota rota;
    private final Map<Long, JobBody> jobs = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, JobBody> eldest) {
            return size() > 10 * MOST_JOBS;
        }
    };
    private final Map<Long, Long> logs = new HashMap<>();
    private final Map<String, Map<String, Body>> last = new HashMap<>();

    private boolean stirred;

    /** What an event says of one thing. */
    sealed interface Body {
        String kind();
    }

    record JobBody(
            String kind,
            long id,
            JobState state,
            String type,
            String queue,
            String attempt,
            String ran,
            Instant at,
            @Nullable Long processed,
            @Nullable Long total)
            implements Body {
        static JobBody of(Job job, Instant now) {
            JobRow row = JobRow.bare(job, now);
            boolean settled = job.state() != JobState.RUNNING;
            return new JobBody(
                    "job.state",
                    job.id(),
                    job.state(),
                    job.type(),
                    job.queue(),
                    row.attempt(),
                    settled ? row.ran() : "",
                    row.at(),
                    job.progress() == null ? null : job.progress().processed(),
                    job.progress() == null ? null : job.progress().total());
        }

        /** The same as news: only its progress may be new. */
        JobBody after(@Nullable JobBody before) {
            return before != null && with(kind, null, null).equals(before.with(kind, null, null))
                    ? with("job.progress", processed, total)
                    : this;
        }

        private JobBody with(String otherKind, @Nullable Long done, @Nullable Long all) {
            return new JobBody(otherKind, id, state, type, queue, attempt, ran, at, done, all);
        }
    }

    record LogBody(String kind, long id, long seq) implements Body {}

    record FiredBody(
            String kind,
            String name,
            Instant dueAt,
            String outcome,
            @Nullable Long jobId) implements Body {}

    record ScheduleBody(
            String kind,
            String name,
            boolean paused,
            @Nullable Instant nextFireAt,
            long version) implements Body {}

    /** Told once for each fire that does not come in time. */
    record LateBody(String kind, String name, Instant dueAt) implements Body {}

    record QueueBody(
            String kind,
            String name,
            boolean paused,
            @Nullable Integer concurrency,
            @Nullable Integer rate) implements Body {}

    record WorkerBody(String kind, long id, String name, String state, int running) implements Body {}

    record FailureBody(String kind, String fingerprint, String type, long jobId) implements Body {}

    record OperationBody(String kind, long id, String state, long done, long skipped, long failed) implements Body {}

    record OverviewBody(String kind) implements Body {}

    LiveWatch(Rota rota) {
        this.rota = rota;
    }

    /** Forgets what it saw when somebody listened last. */
    void begin() {
        jobs.clear();
        logs.clear();
        last.clear();
    }

    /** What an event of the engine tells besides that a job has changed. */
    List<LiveEvent.Item> items(RotaEvent event) {
        if (event instanceof RotaEvent.Fired fired) {
            var fire = fired.fire();
            return List.of(new LiveEvent.Item(
                    "schedules",
                    fire.schedule(),
                    new FiredBody(
                            "schedule.fired",
                            fire.schedule(),
                            fire.dueAt(),
                            Problem.lower(fire.outcome()),
                            fire.jobId())));
        }
        if (event instanceof RotaEvent.Failed failed) {
            String fingerprint = failed.error().fingerprint();
            return List.of(new LiveEvent.Item(
                    "failures",
                    fingerprint,
                    new FailureBody("failure.new", fingerprint, failed.type(), failed.jobId())));
        }
        return List.of();
    }

    /**
     * What has changed.
     *
     * @param topics that somebody listens to
     * @param changed jobs that are known to have changed
     * @param widely true to look for what other processes have changed
     */
    List<LiveEvent.Item> look(Set<String> topics, Set<Long> changed, boolean widely) {
        List<LiveEvent.Item> items = new ArrayList<>();
        if (topics.stream().anyMatch(topic -> topic.startsWith("jobs") || topic.equals(OVERVIEW))) {
            lookAtJobs(topics, changed, widely, items);
        }
        if (widely) {
            lookAtSchedules(topics, items);
            lookAtQueues(topics, items);
            lookAtOperations(topics, items);
            lookAtWorkers(topics, items);
        }
        stirred |= !changed.isEmpty() || !items.isEmpty();
        if (topics.contains(OVERVIEW) && widely && stirred) {
            stirred = false;
            items.add(new LiveEvent.Item(OVERVIEW, "", new OverviewBody("overview.changed")));
        }
        return items;
    }

    private void lookAtJobs(Set<String> topics, Set<Long> changed, boolean widely, List<LiveEvent.Item> items) {
        boolean first = jobs.isEmpty() && widely;
        Map<Long, Job> seen = new LinkedHashMap<>();
        if (widely && (topics.contains("jobs") || topics.contains(OVERVIEW))) {
            seen.putAll(byId(rota.jobs().list(Query.NEWEST.limit(MOST_JOBS))));
            seen.putAll(byId(rota.jobs()
                    .list(Query.NEWEST
                            .states(JobState.live().toArray(JobState[]::new))
                            .limit(MOST_JOBS))));
        }
        List<Long> asked = new ArrayList<>(changed);
        if (widely) {
            List<Long> open = open(topics);
            asked.addAll(open);
            open.forEach(id -> lookAtLog(id, items));
            jobs.values().stream()
                    .filter(body -> !body.state().isFinished())
                    .map(JobBody::id)
                    .limit(MOST_JOBS)
                    .forEach(asked::add);
        }
        asked.stream()
                .filter(id -> !seen.containsKey(id))
                .distinct()
                .limit(MOST_JOBS)
                .forEach(id -> rota.jobs().find(id).ifPresent(job -> seen.put(id, job)));
        Instant now = rota.store().now();
        for (Job job : seen.values()) {
            JobBody body = JobBody.of(job, now);
            JobBody before = jobs.put(job.id(), body);
            if (before == null ? !first || changed.contains(job.id()) : !before.equals(body)) {
                items.add(new LiveEvent.Item("jobs", String.valueOf(job.id()), body.after(before)));
            }
        }
    }

    private static Map<Long, Job> byId(List<Job> list) {
        return list.stream()
                .collect(Collectors.toMap(Job::id, Function.identity(), (one, same) -> one, LinkedHashMap::new));
    }

    /** The jobs that somebody has open. */
    private static List<Long> open(Set<String> topics) {
        return topics.stream()
                .filter(topic -> topic.startsWith("jobs:"))
                .limit(MOST_OPEN)
                .map(topic -> Long.parseLong(topic.substring("jobs:".length())))
                .toList();
    }

    private void lookAtLog(long id, List<LiveEvent.Item> items) {
        Long known = logs.get(id);
        var lines = rota.jobs().log(id, known == null ? 0 : known, 1_000);
        long last = lines.isEmpty()
                ? (known == null ? 0 : known)
                : lines.get(lines.size() - 1).seq();
        logs.put(id, last);
        if (!lines.isEmpty()) {
            items.add(new LiveEvent.Item("jobs", String.valueOf(id), new LogBody("job.log", id, last)));
        }
    }

    private void lookAtSchedules(Set<String> topics, List<LiveEvent.Item> items) {
        if (!isWanted(topics, "schedules")) {
            return;
        }
        Instant now = rota.store().now();
        Map<String, Body> seen = new HashMap<>();
        List<StoredSchedule> schedules = rota.schedules().list();
        for (StoredSchedule schedule : schedules) {
            seen.put(
                    schedule.name(),
                    new ScheduleBody(
                            "schedule.changed",
                            schedule.name(),
                            schedule.isPaused(now),
                            schedule.nextFireAt(),
                            schedule.version()));
        }
        compare("schedules", seen, items);
        compare("schedules", "late", late(schedules, now), items);
    }

    private void lookAtQueues(Set<String> topics, List<LiveEvent.Item> items) {
        if (!isWanted(topics, "queues")) {
            return;
        }
        Instant now = rota.store().now();
        Map<String, Body> seen = new HashMap<>();
        for (Queue queue : rota.queues().list()) {
            seen.put(
                    queue.name(),
                    new QueueBody(
                            "queue.changed",
                            queue.name(),
                            queue.isPaused(now),
                            queue.limits().concurrency(),
                            queue.limits().rate()));
        }
        compare("queues", seen, items);
    }

    private void lookAtOperations(Set<String> topics, List<LiveEvent.Item> items) {
        if (!isWanted(topics, "operations") || topics.equals(Set.of(OVERVIEW))) {
            return;
        }
        Map<String, Body> seen = new HashMap<>();
        for (var operation : rota.store().console().operations().list(null, MOST_OPEN)) {
            var progress = operation.progress();
            seen.put(
                    String.valueOf(operation.id()),
                    new OperationBody(
                            "operation.progress",
                            operation.id(),
                            Problem.lower(operation.state()),
                            progress.done(),
                            progress.skipped(),
                            progress.failed()));
        }
        compare("operations", seen, items);
    }

    private void lookAtWorkers(Set<String> topics, List<LiveEvent.Item> items) {
        if (!isWanted(topics, "workers")) {
            return;
        }
        Map<String, Body> seen = new HashMap<>();
        for (Worker worker : rota.store().workers().list()) {
            seen.put(
                    String.valueOf(worker.id()),
                    new WorkerBody(
                            "worker.changed",
                            worker.id(),
                            worker.registration().name(),
                            Problem.lower(worker.state()),
                            worker.running()));
        }
        compare("workers", seen, items);
    }

    private Map<String, Body> late(List<StoredSchedule> schedules, Instant now) {
        Set<String> off = Conditions.flagsOff(rota.schedules().flags());
        Map<String, Body> late = new HashMap<>();
        for (StoredSchedule schedule : schedules) {
            Instant due = schedule.nextFireAt();
            if (due != null && schedule.isLate(off, now)) {
                late.put(schedule.name(), new LateBody("schedule.late", schedule.name(), due));
            }
        }
        return late;
    }

    private static boolean isWanted(Set<String> topics, String topic) {
        return topics.contains(OVERVIEW)
                || topics.stream().anyMatch(each -> each.equals(topic) || each.startsWith(topic + ":"));
    }

    private void compare(String topic, Map<String, Body> seen, List<LiveEvent.Item> items) {
        compare(topic, "", seen, items);
    }

    private void compare(String topic, String aspect, Map<String, Body> seen, List<LiveEvent.Item> items) {
        Map<String, Body> before = last.put(topic + aspect, seen);
        if (before != null) {
            seen.forEach((key, body) -> {
                if (!body.equals(before.get(key))) {
                    items.add(new LiveEvent.Item(topic, key, body));
                }
            });
        }
    }
}
