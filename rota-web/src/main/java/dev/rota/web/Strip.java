package dev.rota.web;

import dev.rota.job.Job;
import dev.rota.schedule.Fire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last fires of a schedule as bars, the latest at the right. Height and fill tell the outcome; colour helps.
 *
 * @param slots how many bars there is room for
 * @param summary all of it in one sentence, for who cannot see it
 */
record Strip(List<Bar> bars, int slots, String summary) {
    private static final int STEP = 7;
    private static final int HEIGHT = 20;

    /**
     * A bar, in units of the drawing.
     *
     * @param kind a class of the style sheet
     * @param href the job of the fire; null if it made none
     */
    record Bar(
            int x,
            int y,
            int height,
            String kind,
            String label,
            @Nullable String href) {}

    static Strip of(List<Fire> latestFirst, int slots, Map<Long, Job> jobs, Shell shell) {
        List<Bar> bars = new ArrayList<>();
        Map<Fire.Outcome, Integer> counts = new TreeMap<>();
        int first = slots - latestFirst.size();
        for (int i = 0; i < first; i++) {
            bars.add(new Bar(i * STEP, HEIGHT - 1, 1, "none", "", null));
        }
        for (int i = 0; i < latestFirst.size(); i++) {
            Fire fire = latestFirst.get(latestFirst.size() - 1 - i);
            counts.merge(fire.outcome(), 1, Integer::sum);
            bars.add(bar(fire, (first + i) * STEP, run(fire, jobs), shell));
        }
        return new Strip(bars, slots, summary(counts, latestFirst.size()));
    }

    /** Whether it is the one of the bars that is reached by the keyboard; from there, arrows lead to the others. */
    boolean isEntry(Bar bar) {
        Bar last = null;
        for (Bar each : bars) {
            last = each.href() == null ? last : each;
        }
        return bar.equals(last);
    }

    int width() {
        return slots * STEP;
    }

    /** How many attempts its job took and how long the last one ran, as far as that is known. */
    private static String run(Fire fire, Map<Long, Job> jobs) {
        Job job = fire.jobId() == null ? null : jobs.get(fire.jobId());
        if (job == null) {
            return "";
        }
        Duration ran = job.times().ran();
        return (job.attempt() > 1 ? " after " + job.attempt() + " attempts" : "")
                + (ran == null ? "" : ", " + Times.took(ran));
    }

    private static Bar bar(Fire fire, int x, String run, Shell shell) {
        int height = switch (fire.outcome()) {
            case SUCCEEDED -> 11;
            case RETRIED -> 15;
            case FAILED, MISSED -> 19;
            case RUNNING -> 7;
            case CANCELLED -> 5;
            case SKIPPED -> 2;
        };
        Long job = fire.jobId();
        return new Bar(
                x,
                HEIGHT - height,
                height,
                Problem.lower(fire.outcome()),
                Times.utc(fire.dueAt()) + " — " + Look.of(fire.outcome()).word().toLowerCase(java.util.Locale.ROOT)
                        + run + (fire.note() == null ? "" : ": " + fire.note()),
                job == null ? null : shell.jobHref(job));
    }

    private static String summary(Map<Fire.Outcome, Integer> counts, int fires) {
        if (fires == 0) {
            return "It has not fired yet";
        }
        StringBuilder words = new StringBuilder("Last " + Labels.counted(fires, "fire", "fires") + ": ");
        counts.forEach((outcome, count) -> words.append(words.toString().endsWith(": ") ? "" : ", ")
                .append(count)
                .append(' ')
                .append(Look.of(outcome).word().toLowerCase(java.util.Locale.ROOT)));
        return words.toString();
    }
}
