package dev.rota.engine;

import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes the logs and the progress of running attempts, in batches. The dispatcher writes the last lines. */
final class NoteWriter implements Duty {
    private final JobStore jobs;
    private final Worker worker;
    private final List<LogNote> unwritten = new ArrayList<>();

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
        List<ProgressNote> progress = new ArrayList<>();
        for (RunningJob job : worker.held()) {
            Progress change = job.items().takeChange();
            if (change != null) {
                progress.add(new ProgressNote(job.id(), job.job().lease(), change));
            }
            List<LogLine> lines = job.logBuffer().take();
            if (!lines.isEmpty()) {
                unwritten.add(new LogNote(job.id(), job.job().lease(), lines));
            }
        }
        if (!progress.isEmpty()) {
            jobs.saveProgress(progress);
        }
        if (!unwritten.isEmpty()) {
            jobs.appendLog(unwritten);
            unwritten.clear();
        }
    }
}
