package dev.rota.web;

import dev.rota.store.MixedVersions;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What needs somebody about workers: those that were lost, clocks that are off, versions that stay beside each other. */
final class WorkerAttention {
    private final Shell shell;

    WorkerAttention(Shell shell) {
        this.shell = shell;
    }

    /** Lost workers first. */
    List<Attention> find(List<Worker> workers) {
        List<Attention> found = new ArrayList<>();
        workers.stream()
                .filter(worker -> worker.state() == Worker.State.LOST)
                .forEach(worker -> found.add(lost(new WorkerRow(worker))));
        workers.stream()
                .filter(worker -> worker.isAlive() && worker.isClockOff())
                .forEach(worker -> found.add(clock(new WorkerRow(worker))));
        MixedVersions.among(workers)
                .filter(mixed -> mixed.outlastsDeployment(shell.time()))
                .ifPresent(mixed -> found.add(mixed(mixed)));
        return found;
    }

    private Attention lost(WorkerRow worker) {
        return of(
                worker,
                Look.of(Worker.State.LOST),
                "was not heard of any more; " + jobs(worker.worker()),
                worker.worker().heartbeatAt());
    }

    private static String jobs(Worker worker) {
        if (worker.running() > 0) {
            return "it still holds " + Labels.counted(worker.running(), "job", "jobs")
                    + ", which run again when an active worker has taken them back";
        }
        return worker.rescued() == 0
                ? "it had no jobs to be rescued"
                : Labels.counted(worker.rescued(), "job was", "jobs were") + " rescued from it";
    }

    private Attention clock(WorkerRow worker) {
        return of(
                worker,
                new Look("!", "Clock off", "attention"),
                worker.clock() + " of the database's: its jobs are on time, what its handlers call now is not",
                null);
    }

    private Attention of(WorkerRow worker, Look look, String text, @Nullable Instant since) {
        return new Attention(
                look,
                worker.name() + " " + worker.id(),
                shell.workerHref(worker.id()),
                text,
                since,
                null,
                "Open worker");
    }

    private Attention mixed(MixedVersions mixed) {
        return new Attention(
                new Look("!", "Mixed versions", "attention"),
                String.join(", ", mixed.versions()),
                shell.root() + "/workers",
                "work the same types beside each other for longer than a deployment takes: which of them runs a job is"
                        + " chance",
                mixed.since(),
                null,
                "Open workers");
    }
}
