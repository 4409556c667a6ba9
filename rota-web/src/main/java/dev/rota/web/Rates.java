package dev.rota.web;

import dev.rota.store.RollupStore.Figures;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How things go, in five numbers. Rates, because where jobs are fast the numbers in each state are nearly always zero.
 */
final class Rates {
    /** Minutes that a rate is taken over: those that are over, so that a minute just begun does not look like a standstill. */
    static final int MINUTES = 5;

    private static final long BACKLOG_COUNTED = QueueLoads.COUNTED;

    /**
     * A number with what it is of, and where there is more about it.
     *
     * @param note beside it, or empty
     * @param href relative to the base path
     * @param hue a class of the style sheet
     */
    record Rate(String name, String value, String note, String href, String hue) {}

    private Rates() {}

    static List<Rate> of(Measured hour, List<Worker> workers, List<QueueLoads.QueueRow> queues) {
        Figures last = hour.last(MINUTES);
        List<Rate> rates = new ArrayList<>();
        rates.add(new Rate(
                "Done per minute", MetricsPages.perMinute(last.finished(), MINUTES), "", "metrics?over=1h", "neutral"));
        rates.add(new Rate(
                "Failed per minute",
                MetricsPages.perMinute(last.failed(), MINUTES),
                last.finished() == 0 ? "" : MetricsPages.percent(last.failed(), last.finished()) + " of those done",
                "failures",
                last.failed() == 0 ? "neutral" : "bad"));
        rates.add(new Rate(
                "Wait, p95",
                Times.took(last.waited().quantile(0.95)),
                last.waited().count() == 0 ? "nothing began lately" : "from due to begun",
                "metrics?over=1h",
                "neutral"));
        rates.add(slots(workers));
        rates.add(backlog(queues, last));
        return rates;
    }

    private static Rate slots(List<Worker> workers) {
        List<Worker> active = workers.stream()
                .filter(worker -> worker.state() == Worker.State.ACTIVE || worker.state() == Worker.State.DRAINING)
                .toList();
        int running = active.stream().mapToInt(Worker::running).sum();
        int slots = active.stream()
                .flatMap(worker -> worker.registration().slots().values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        return new Rate(
                "Running",
                running + " / " + slots,
                slots == 0 ? "no worker" : "of all slots",
                "jobs?state=running",
                slots == 0 ? "attention" : "neutral");
    }

    private static Rate backlog(List<QueueLoads.QueueRow> queues, Figures last) {
        long waiting =
                queues.stream().mapToLong(QueueLoads.QueueRow::waitingCount).sum();
        boolean more = queues.stream().anyMatch(queue -> queue.waitingCount() >= BACKLOG_COUNTED);
        return new Rate(
                "Backlog",
                Labels.counted(waiting, "", "").strip() + (more ? "+" : ""),
                drains(waiting, last, more),
                "jobs?state=queued",
                "neutral");
    }

    private static String drains(long waiting, Figures last, boolean more) {
        Duration left = left(waiting, last.finished());
        if (waiting == 0) {
            return "nothing waits";
        }
        return left == null
                ? "nothing was done lately"
                : (more ? "drains in more than " : "drains in ~") + Times.rough(left) + " at this rate";
    }

    /** How long it takes to do so many; null if nothing is done. */
    static @Nullable Duration left(long waiting, long doneInMinutes) {
        return doneInMinutes == 0 ? null : Duration.ofSeconds(Math.round(waiting * 60.0 * MINUTES / doneInMinutes));
    }
}
