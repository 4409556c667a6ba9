package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.store.OperatorAct;
import dev.rota.store.WorkerStore.Registration;
import dev.rota.store.WorkerStore.Rescued;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One worker, with what it runs, and what was rescued from it.
 *
 * @param running the first of those that it runs, the one that has run longest first
 * @param rescued the first of those that were taken from it, those taken last first
 * @param acts what was asked of it, the latest first
 */
record WorkerPage(Shell shell, WorkerRow worker, List<Run> running, List<Taken> rescued, List<Asked> acts) {
    /** So many jobs are shown of each kind. */
    static final int SHOWN = 50;

    /** So many that run are looked at: those that were enqueued first. */
    static final int LOOKED_AT = 200;

    /**
     * A job that it runs.
     *
     * @param usually 95 % of its kind end within this; null if that is not known
     */
    record Run(
            long id,
            String type,
            String queue,
            String attempt,
            Duration ran,
            @Nullable Duration usually) {
        String took() {
            return Times.took(ran);
        }

        String usual() {
            return Times.took(usually);
        }

        boolean slow() {
            return usually != null && ran.compareTo(usually) > 0;
        }
    }

    /** A job that was taken from it; {@code look} is how it stands now, null if it was deleted since. */
    record Taken(long id, @Nullable String type, @Nullable Look look, int attempt, Instant at) {}

    record Asked(Instant at, String by, Look look, @Nullable String reason) {}

    static WorkerPage of(Shell shell, Worker worker, List<Run> running, List<Taken> rescued, List<OperatorAct> acts) {
        return new WorkerPage(
                shell,
                new WorkerRow(worker),
                running,
                rescued,
                acts.stream()
                        .map(act -> new Asked(act.at(), act.by(), Look.of(act.verb()), act.reason()))
                        .toList());
    }

    static List<Run> runs(List<Job> jobs, Map<String, Duration> usual, Instant now) {
        List<Run> runs = new ArrayList<>();
        for (Job job : jobs) {
            Duration ran = JobRow.ran(job, now);
            runs.add(new Run(
                    job.id(),
                    job.type(),
                    job.queue(),
                    job.attempt() + " / " + job.maxAttempts(),
                    ran == null || ran.isNegative() ? Duration.ZERO : ran,
                    usual.get(job.type())));
        }
        runs.sort(Comparator.comparing(Run::ran).reversed().thenComparing(Run::id));
        return runs.size() > SHOWN ? List.copyOf(runs.subList(0, SHOWN)) : runs;
    }

    static List<Taken> taken(List<Rescued> rescued, List<Job> found) {
        return rescued.stream()
                .map(taken -> {
                    Job job = found.stream()
                            .filter(each -> each.id() == taken.jobId())
                            .findFirst()
                            .orElse(null);
                    return new Taken(
                            taken.jobId(),
                            job == null ? null : job.type(),
                            job == null ? null : Look.of(job.state()),
                            taken.attempt(),
                            taken.at());
                })
                .toList();
    }

    List<String> types() {
        return List.copyOf(new TreeSet<>(worker.worker().registration().types()));
    }

    /** How many that it runs are not shown. */
    int notShown() {
        return Math.max(0, worker.worker().running() - running.size());
    }

    int rescuedNotShown() {
        return Math.max(0, worker.worker().rescued() - rescued.size());
    }

    /** Of which queues the slots are, as the name of a field. */
    String label(String queue) {
        return queue.equals("*")
                ? worker.slotsByQueue().size() == 1 ? "All queues" : "All other queues"
                : "Queue " + queue;
    }

    int mostSlots() {
        return Registration.MOST_SLOTS;
    }

    String runningHref() {
        return shell.root() + "/jobs?q=worker:" + worker.id() + "+state:running";
    }
}
