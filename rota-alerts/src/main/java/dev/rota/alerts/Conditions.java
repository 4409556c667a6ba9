package dev.rota.alerts;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Flag;
import dev.rota.schedule.MissedPolicy;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Status;
import dev.rota.store.Histogram;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.QueueStore.Load;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Total;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks for what is the matter. Each look is bounded, whatever the number of jobs. Thread-safe. */
public final class Conditions {
    private static final int MOST_OF_A_KIND = 50;
    private static final int COUNTED = 100;
    private static final int FIRES = 20;
    private static final int GROUPS = 200;
    private static final int TYPES = 1_000;
    private static final int RUNNING = 1_000;
    private static final int USUAL_LEAST = 20;
    private static final double USUAL_SHARE = 0.95;
    private static final Duration MISSED_FOR = Duration.ofHours(1);
    private static final Duration USUAL_AGE = Duration.ofMinutes(10);
    private static final String ANY_QUEUE = "*";

    private final Store store;
    private final AlertRules rules;
    private final Map<String, Usual> usual = new HashMap<>();

    /** How long jobs of a type usually run, if that is known. */
    private record Usual(Optional<Duration> most, Instant at) {}

    /** Looks at nothing yet. */
    public Conditions(Store store, AlertRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /** What is the matter now: of each kind 50 at the most, kinds in their order. */
    public List<Condition> find() {
        Instant now = store.now();
        List<Condition> found = new ArrayList<>();
        List<StoredSchedule> schedules = store.schedules().list();
        addTo(found, late(schedules, now));
        addTo(found, missed(schedules, now));
        List<Group> groups = store.failures().latest(GROUPS);
        addTo(found, failures(groups, Status.NEW, AlertKind.FAILURE_NEW, Group::firstSeen, now));
        addTo(found, failures(groups, Status.REGRESSED, AlertKind.FAILURE_REGRESSED, Conditions::regressedAt, now));
        addTo(found, failureRates(now));
        List<Worker> workers = store.workers().list();
        found.addAll(queues(workers, now));
        addTo(found, lost(workers));
        addTo(found, slow(schedules, now));
        return List.copyOf(found);
    }

    private static void addTo(List<Condition> found, List<Condition> more) {
        found.addAll(more.size() > MOST_OF_A_KIND ? more.subList(0, MOST_OF_A_KIND) : more);
    }

    /** The flags that hold schedules back. */
    public static Set<String> flagsOff(Collection<Flag> flags) {
        return flags.stream().filter(flag -> !flag.isOn()).map(Flag::name).collect(Collectors.toSet());
    }

    /** Whether a worker takes jobs from a queue. */
    public static boolean takesFrom(Worker worker, String queue) {
        Map<String, Integer> slots = worker.registration().slots();
        return worker.state() == Worker.State.ACTIVE && slots.getOrDefault(queue, slots.getOrDefault(ANY_QUEUE, 0)) > 0;
    }

    private List<Condition> late(List<StoredSchedule> schedules, Instant now) {
        Set<String> off = flagsOff(store.schedules().flags());
        List<Condition> found = new ArrayList<>();
        for (StoredSchedule schedule : schedules) {
            Instant due = schedule.nextFireAt();
            if (due != null && schedule.isLate(off, now)) {
                String text = "was due at " + Times.utc(due) + " and has not fired";
                found.add(new Condition(AlertKind.SCHEDULE_LATE, schedule.name(), schedule.name(), text, due));
            }
        }
        return found;
    }

    /** What one fire makes up for was not missed; only what the policy gives up is. */
    private List<Condition> missed(List<StoredSchedule> schedules, Instant now) {
        List<String> names = schedules.stream()
                .filter(schedule -> schedule.effective().policies().missed().kind() != MissedPolicy.Kind.RUN_ONCE)
                .map(StoredSchedule::name)
                .toList();
        List<Condition> found = new ArrayList<>();
        store.schedules().latestFires(names, FIRES).forEach((name, fires) -> {
            List<Fire> missed = fires.stream()
                    .filter(fire -> fire.outcome() == Fire.Outcome.MISSED
                            && fire.firedAt().plus(MISSED_FOR).isAfter(now))
                    .toList();
            if (!missed.isEmpty()) {
                Fire last = missed.get(0);
                String text = "missed the fire of " + Times.utc(last.dueAt()) + others(missed.size() - 1);
                found.add(new Condition(AlertKind.SCHEDULE_MISSED, name, name, text, last.dueAt()));
            }
        });
        return found;
    }

    private static String others(int count) {
        return count == 0 ? "" : " and " + count + (count == FIRES - 1 ? " or more" : "") + " before it";
    }

    private static List<Condition> failures(
            List<Group> groups, Status status, AlertKind kind, Function<Group, Instant> since, Instant now) {
        return groups.stream()
                .filter(group -> !group.sample().type().equals(AlertSender.NAME) && group.status(now) == status)
                .map(group -> new Condition(
                        kind,
                        group.fingerprint(),
                        group.sample().title(),
                        "in jobs of type " + group.sample().type() + message(group),
                        since.apply(group)))
                .toList();
    }

    private static Instant regressedAt(Group group) {
        return Objects.requireNonNull(group.regressedAt(), "a group that has regressed did so at some time");
    }

    private static String message(Group group) {
        String message = group.sample().message();
        return message == null || message.isBlank() ? "" : ": " + message;
    }

    private List<Condition> failureRates(Instant now) {
        List<Condition> found = new ArrayList<>();
        // The present minute is among them from its first moment on.
        Instant until = now.plus(Duration.ofMinutes(1));
        for (Total total : store.rollups().byType(now.minus(rules.failureWindow()), until, null, TYPES)) {
            Figures figures = total.figures();
            long ended = figures.succeeded() + figures.failedAttempts();
            if (ended >= rules.failureLeast()
                    && figures.failedAttempts() > rules.failureRate() * ended
                    && !total.type().equals(AlertSender.NAME)) {
                String text = figures.failedAttempts() + " of " + ended + " attempts failed in the last "
                        + Times.rough(rules.failureWindow()) + ", "
                        + Math.round(100.0 * figures.failedAttempts() / ended) + " %";
                Instant since = now.minus(rules.failureWindow());
                found.add(new Condition(AlertKind.FAILURE_RATE, total.type(), total.type(), text, since));
            }
        }
        return found;
    }

    private List<Condition> queues(List<Worker> workers, Instant now) {
        Set<String> paused = store.queues().list().stream()
                .filter(queue -> queue.isPaused(now))
                .map(Queue::name)
                .collect(Collectors.toSet());
        List<Condition> unworked = new ArrayList<>();
        List<Condition> slow = new ArrayList<>();
        for (Load load : store.queues().loads(COUNTED)) {
            Duration wait = load.longestWait();
            if (wait == null || paused.contains(load.queue()) || load.queue().equals(AlertSender.QUEUE)) {
                continue;
            }
            String waiting = load.waiting() + (load.waiting() >= COUNTED ? " or more" : "") + " waiting";
            boolean worked = workers.stream().anyMatch(worker -> takesFrom(worker, load.queue()));
            if (!worked && wait.compareTo(rules.unworked()) >= 0) {
                unworked.add(
                        of(AlertKind.QUEUE_UNWORKED, load, waiting + ", and no worker takes from this queue", now));
            } else if (worked && wait.compareTo(rules.waitIn(load.queue())) > 0) {
                String text = waiting + ", the first of them for " + Times.rough(wait) + ", more than "
                        + Times.rough(rules.waitIn(load.queue()));
                slow.add(of(AlertKind.QUEUE_WAIT, load, text, now));
            }
        }
        List<Condition> found = new ArrayList<>();
        addTo(found, unworked);
        addTo(found, slow);
        return found;
    }

    private static Condition of(AlertKind kind, Load load, String text, Instant now) {
        Duration wait = load.longestWait() == null ? Duration.ZERO : load.longestWait();
        return new Condition(
                kind, load.queue(), load.queue(), text, now.minus(wait).truncatedTo(ChronoUnit.MILLIS));
    }

    private static List<Condition> lost(List<Worker> workers) {
        return workers.stream()
                .filter(worker -> worker.state() == Worker.State.LOST)
                .map(worker -> new Condition(
                        AlertKind.WORKER_LOST,
                        String.valueOf(worker.id()),
                        worker.registration().name() + " " + worker.id(),
                        "on " + worker.registration().host()
                                + " was not heard of any more; "
                                + (worker.running() == 0
                                        ? "its jobs went back to their queues"
                                        : "its jobs wait for an active worker to take them back"),
                        worker.heartbeatAt()))
                .toList();
    }

    /**
     * Of the jobs that run, those that were enqueued first: the ones that have run for long are among them. What a schedule
     * expects of its jobs counts more than what is usual for their type.
     */
    private List<Condition> slow(List<StoredSchedule> schedules, Instant now) {
        Map<String, Duration> expected = new HashMap<>();
        for (StoredSchedule schedule : schedules) {
            Duration most = schedule.effective().policies().expected();
            if (most != null) {
                expected.put(schedule.name(), most);
            }
        }
        List<Job> running = store.archive()
                .list(Query.NEWEST.states(JobState.RUNNING).after(0).limit(RUNNING));
        List<Condition> found = new ArrayList<>();
        for (Job job : running) {
            Instant claimed = job.times().claimedAt();
            if (claimed == null || job.type().equals(AlertSender.NAME)) {
                continue;
            }
            Duration ran = Duration.between(claimed, now);
            String schedule = job.request().origin().schedule();
            Duration most = schedule == null ? null : expected.get(schedule);
            Optional<String> text =
                    most == null ? unusual(job, ran, now) : unexpected(String.valueOf(schedule), ran, most);
            text.ifPresent(words -> found.add(new Condition(
                    AlertKind.JOB_SLOW,
                    String.valueOf(job.id()),
                    "Job " + job.id(),
                    "of type " + job.type() + " has run for more than " + words,
                    claimed)));
        }
        return found;
    }

    private static Optional<String> unexpected(String schedule, Duration ran, Duration most) {
        return ran.compareTo(most) > 0
                ? Optional.of(Times.rough(most) + ", which is what schedule " + schedule + " expects")
                : Optional.empty();
    }

    private Optional<String> unusual(Job job, Duration ran, Instant now) {
        return ran.compareTo(rules.slowLeast()) <= 0
                ? Optional.empty()
                : usual(job.type(), now)
                        .filter(most -> ran.toMillis() > rules.slowFactor() * most.toMillis())
                        .map(most -> Times.rough(Duration.ofMillis((long) (rules.slowFactor() * most.toMillis())))
                                + ", 95 % of its kind end within " + Times.rough(most));
    }

    private synchronized Optional<Duration> usual(String type, Instant now) {
        Usual known = usual.get(type);
        if (known == null || known.at().plus(USUAL_AGE).isBefore(now)) {
            usual.values().removeIf(each -> each.at().plus(USUAL_AGE).isBefore(now));
            Optional<Duration> most = store.rollups()
                    .usual(type)
                    .filter(times -> times.count() >= USUAL_LEAST)
                    .map(Conditions::most);
            known = new Usual(most, now);
            usual.put(type, known);
        }
        return known.most();
    }

    private static Duration most(Histogram times) {
        return Objects.requireNonNull(times.quantile(USUAL_SHARE), "there are times");
    }
}
