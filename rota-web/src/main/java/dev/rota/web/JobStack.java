package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.WorkerStore.Worker;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the handler of a running job is in its code, as far as this process can see. */
final class JobStack {
    private final Rota rota;

    JobStack(Rota rota) {
        this.rota = rota;
    }

    /**
     * The frames, the innermost first.
     *
     * @throws Problem if the job does not run, or another process runs it
     */
    List<StackTraceElement> frames(Job job) {
        if (job.state() != JobState.RUNNING) {
            throw Problem.wrongState(
                    job.id(),
                    "stack",
                    Problem.lower(job.state()),
                    JobAction.allowedIn(job.state()).stream()
                            .map(JobAction::word)
                            .toList());
        }
        return rota.jobs()
                .stack(job.id())
                .orElseThrow(() -> Problem.of(
                                409,
                                "runs-elsewhere",
                                "Another process runs it",
                                "Job " + job.id() + " is run by " + worker(job) + ", not by this process")
                        .hint("Ask the dashboard of that process, or run jstack there."));
    }

    private String worker(Job job) {
        Optional<Worker> worker = rota.store().workers().list().stream()
                .filter(each -> Objects.equals(each.id(), job.workerId()))
                .findFirst();
        return worker.map(found ->
                        "worker " + found.id() + " (" + found.registration().name() + " on "
                                + found.registration().host() + ", process "
                                + found.registration().pid() + ")")
                .orElse("worker " + job.workerId());
    }

    /** The same for a page: frames, or why there are none. */
    String text(Job job) {
        try {
            List<StackTraceElement> frames = frames(job);
            return frames.isEmpty()
                    ? "Its handler has not begun, or has just ended."
                    : frames.stream().map(frame -> "at " + frame).collect(Collectors.joining("\n"));
        } catch (Problem problem) {
            return problem.detail() + ".";
        }
    }
}
