package dev.rota.cli;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.Finding;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.MixedVersions;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds what an operator should know: of the database as the store tells it, and of those who work at it. */
final class Doctor {
    private static final Duration LONG_WAIT = Duration.ofMinutes(5);
    private static final int LOOKED_AT = 1000;
    private static final String ANY_QUEUE = "*";

    private final Store store;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    Doctor(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The gravest first. */
    List<Finding> find() {
        int version = store.version();
        int known = store.migrations().size();
        if (version != known) {
            findings.add(Finding.error(
                    "schema-version",
                    "The tables are of version " + version + ", this program knows " + known + ".",
                    "Programs of another version refuse to start on them.",
                    version < known ? "rota db migrate" : "Use a newer rota."));
            return List.copyOf(findings);
        }
        findings.addAll(store.diagnose());
        clock();
        List<Worker> workers = store.workers().list();
        List<Worker> active = workers.stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE)
                .toList();
        versions(active);
        clocks(active);
        lost(workers);
        queues(active);
        types(active);
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        return List.copyOf(findings);
    }

    /** The database's time lies between two looks at this machine's. */
    private void clock() {
        Instant before = clock.instant();
        Instant there = store.now();
        Instant after = clock.instant();
        Duration off = there.isBefore(before)
                ? Duration.between(there, before)
                : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
        if (off.compareTo(Worker.CLOCK_TOLERANCE) > 0) {
            findings.add(Finding.warning(
                    "clock-differs",
                    "The clocks of this machine and of the database differ by " + Moments.length(off) + ".",
                    "Jobs go by the database's clock, so none is early or late for it; handlers and logs go by their own.",
                    "Set the clocks by NTP on both machines."));
        }
    }

    private void versions(List<Worker> active) {
        MixedVersions.among(active).ifPresent(mixed -> {
            String found = mixed.versions().stream()
                    .map(version -> Words.counted(
                                    active.stream()
                                            .filter(worker -> worker.registration()
                                                    .version()
                                                    .equals(version))
                                            .count(),
                                    "worker")
                            + " of version " + version)
                    .collect(Collectors.joining(", "));
            findings.add(Finding.warning(
                    "mixed-versions",
                    "Workers of several versions work the same types: " + found + ".",
                    "Which of them runs a job is chance: harmless during a deployment, confusing after it.",
                    "Finish the deployment, or stop the old ones."));
        });
    }

    private void clocks(List<Worker> active) {
        for (Worker worker : active) {
            Duration offset = worker.clockOffset();
            if (offset != null && worker.isClockOff()) {
                findings.add(Finding.warning(
                        "worker-clock-differs",
                        "The clock of worker " + worker.id() + " ("
                                + worker.registration().name() + " on "
                                + worker.registration().host() + ") is " + Moments.length(offset.abs())
                                + (offset.isNegative() ? " behind" : " ahead of") + " the database's.",
                        "Its jobs are on time all the same; what its handlers call now, and the times in its logs, are not.",
                        "Set the clocks by NTP on both machines."));
            }
        }
    }

    private void lost(List<Worker> workers) {
        workers.stream()
                .filter(worker -> worker.state() == Worker.State.LOST && worker.running() > 0)
                .forEach(worker -> findings.add(Finding.warning(
                        "lost-worker-holds-jobs",
                        "Worker " + worker.id() + " (" + worker.registration().name() + " on "
                                + worker.registration().host() + ") is lost and still holds "
                                + Words.counted(worker.running(), "job") + ".",
                        "They run again only when an active worker has taken them back.",
                        "Start a worker if none is active.")));
    }

    private void queues(List<Worker> active) {
        Set<String> served = active.stream()
                .flatMap(worker -> worker.registration().slots().keySet().stream())
                .collect(Collectors.toSet());
        Instant now = store.now();
        Set<String> paused = store.queues().list().stream()
                .filter(queue -> queue.isPaused(now))
                .map(queue -> queue.name())
                .collect(Collectors.toSet());
        store.archive().longestWaits().forEach((queue, wait) -> {
            if (paused.contains(queue)) {
                return;
            }
            if (!served.contains(queue) && !served.contains(ANY_QUEUE)) {
                findings.add(Finding.error(
                        "queue-without-worker",
                        "Jobs wait in queue " + queue + ", the first for " + Moments.length(wait)
                                + ", and no active worker serves it.",
                        "They never run.",
                        "Start a worker with slots for it."));
            } else if (wait.compareTo(LONG_WAIT) > 0) {
                findings.add(Finding.warning(
                        "queue-waits-long",
                        "The first job of queue " + queue + " waits for " + Moments.length(wait) + ".",
                        "More comes in than is worked off, or a limit is too low.",
                        "Start more workers, or look at rota queues list and rota jobs list queue:" + queue + "."));
            }
        });
    }

    /** Types of waiting jobs and of schedules; of more jobs than are looked at the newest. */
    private void types(List<Worker> active) {
        Set<String> known = active.stream()
                .flatMap(worker -> worker.registration().types().stream())
                .collect(Collectors.toSet());
        Set<String> waiting = types(
                store.archive()
                        .list(Query.NEWEST
                                .states(JobState.QUEUED, JobState.BLOCKED, JobState.SCHEDULED, JobState.RETRYING)
                                .limit(LOOKED_AT)),
                Job::type);
        Set<String> scheduled = types(
                store.schedules().list(),
                (StoredSchedule schedule) -> schedule.effective().job().type());
        Set<String> orphans = new TreeSet<>(waiting);
        orphans.addAll(scheduled);
        orphans.removeAll(known);
        for (String type : orphans) {
            boolean jobs = waiting.contains(type);
            findings.add(Finding.warning(
                    "type-without-handler",
                    (jobs ? "Jobs wait of" : "A schedule makes jobs of") + " type " + type
                            + ", for which no active worker has a handler.",
                    "They wait until a program that has one is started.",
                    "Start that program; or delete the "
                            + (jobs ? "jobs: rota jobs cancel --query type:" + type : "schedule: rota schedules delete")
                            + "."));
        }
    }

    private static <T> Set<String> types(List<T> things, Function<T, String> type) {
        return things.stream().map(type).collect(Collectors.toCollection(TreeSet::new));
    }
}
