package dev.rota.store;

import dev.rota.job.LogLine;
import dev.rota.job.Progress;
import java.util.List;

/** What a running attempt writes down beside the job. */
public final class AttemptNotes {
    private AttemptNotes() {}

    /** How far an attempt has come. */
    public record ProgressNote(long jobId, long lease, Progress progress) {}

    /** Lines of an attempt's log; their {@code seq} is given by the worker and grows within the attempt. */
    public record LogNote(long jobId, long lease, List<LogLine> lines) {}
}
