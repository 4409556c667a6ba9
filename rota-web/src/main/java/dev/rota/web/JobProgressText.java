package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come, for people.
 *
 * @param percent null if the total is not known
 * @param text counts and label
 * @param pace how fast, and how long it will still take; empty if that cannot be told
 */
record JobProgressText(@Nullable Integer percent, String text, String pace) {

    static @Nullable JobProgressText of(Job job, Instant now) {
        Progress progress = job.progress();
        if (progress == null) {
            return null;
        }
        Long total = progress.total();
        String of = total == null ? "" : " of " + total;
        String failed = progress.failed() == 0 ? "" : " · " + progress.failed() + " failed";
        String label = progress.label() == null ? "" : " · " + progress.label();
        return new JobProgressText(
                total == null || total <= 0 ? null : (int) Math.min(100, progress.processed() * 100 / total),
                progress.processed() + of + failed + label,
                pace(job, progress, now));
    }

    private static String pace(Job job, Progress progress, Instant now) {
        Duration ran = JobRow.ran(job, now);
        if (ran == null || ran.toMillis() < 1_000 || progress.processed() == 0) {
            return "";
        }
        double perSecond = progress.processed() * 1_000.0 / ran.toMillis();
        String rate = perSecond >= 1
                ? String.format(Locale.ROOT, "%,.0f per second", perSecond)
                : String.format(Locale.ROOT, "%,.1f per minute", perSecond * 60);
        Long total = progress.total();
        return job.state() != JobState.RUNNING || total == null || total <= progress.processed()
                ? rate
                : rate + " · about "
                        + Times.rough(Duration.ofSeconds((long) ((total - progress.processed()) / perSecond)))
                        + " to go";
    }
}
