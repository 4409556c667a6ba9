package dev.rota.engine;

import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the logs and the progress of running attempts, in batches. The dispatcher writes the last lines. */
final class NoteWriter implements Duty {
    private final JobStore jobs;
    private final Worker worker;

    NoteWriter(JobStore jobs, Worker worker) {
        this.jobs = jobs;
        this.worker = worker;
    }

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(500);
    }

    @Override
    public void runOnce() {
        writeProgress();
        writeLogs();
    }

    private void writeProgress() {
        Map<RunningJob, ProgressNote> changes = new HashMap<>();
        for (RunningJob job : worker.held()) {
            Progress change = job.items().takeChange();
            if (change != null) {
                changes.put(job, new ProgressNote(job.id(), job.job().lease(), change));
            }
        }
        if (!changes.isEmpty()) {
            try {
                jobs.saveProgress(List.copyOf(changes.values()));
            } catch (RuntimeException e) {
                changes.keySet().forEach(job -> job.items().touch());
                throw e;
            }
        }
    }

    /** What could not be written goes back to where it came from: there it has its bounds, and its end is waited for. */
    private void writeLogs() {
        Map<RunningJob, LogNote> lines = new HashMap<>();
        for (RunningJob job : worker.held()) {
            List<LogLine> logged = job.logBuffer().take();
            if (!logged.isEmpty()) {
                lines.put(job, new LogNote(job.id(), job.job().lease(), logged));
            }
        }
        if (!lines.isEmpty()) {
            try {
                jobs.appendLog(List.copyOf(lines.values()));
                lines.keySet().forEach(job -> job.logBuffer().written());
            } catch (RuntimeException | Error e) {
                lines.forEach((job, note) -> job.logBuffer().giveBack(note.lines()));
                throw e;
            }
        }
    }
}
