package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the handler of a running job is in its code: its worker is asked, wherever it runs. */
final class JobStack {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Rota rota;

    JobStack(Rota rota) {
        this.rota = rota;
    }

    /**
     * The frames, the innermost first.
     *
     * @throws Problem if the job does not run, or its worker does not answer in time
     */
    List<String> frames(Job job) {
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
                .stack(job.id(), PATIENCE)
                .orElseThrow(() -> Problem.of(
                                504,
                                "no-answer",
                                "Its worker does not answer",
                                "Job " + job.id() + " is run by " + worker(job) + ", which has not answered within "
                                        + PATIENCE.toSeconds() + " seconds")
                        .hint("Try again, look whether the worker lives, or run jstack there."));
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
            List<String> frames = frames(job);
            return frames.isEmpty()
                    ? "Its handler has not begun, or has just ended."
                    : frames.stream().map(frame -> "at " + frame).collect(Collectors.joining("\n"));
        } catch (Problem problem) {
            return problem.detail() + ".";
        }
    }
}
