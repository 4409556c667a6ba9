package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.Progress;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.JobArchive.Query;
import dev.rota.systems.common.Demonstration;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Runs every duty of a system once, each at its own instant of a day, and prints a table of what came of it. */
final class OnceRun {
    private final Rota rota;
    private final DemoClock clock;
    private final PrintStream out;
    private final ZoneId zone;
    /** Opens when it makes no sense to wait. Ctrl-C ends the process at once: what was running is taken up by the next. */
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile @Nullable Exception full;

    OnceRun(Rota rota, DemoClock clock, PrintStream out, ZoneId zone) {
        this.rota = rota;
        this.clock = clock;
        this.out = out;
        this.zone = zone;
        rota.listen(event -> {
            if (event instanceof RotaEvent.StoreFailed failed && Sentences.isFull(failed.error())) {
                full = failed.error();
                stopped.countDown();
            }
        });
    }

    /** A row of the table. */
    private record Row(Demonstration.Duty duty, Job job, long made) {
        boolean succeeded() {
            return job.state() == JobState.SUCCEEDED;
        }
    }

    /**
     * Runs the duties and prints the table.
     *
     * @return true if all succeeded
     * @throws DemoException if the disk is full: the engine would wait for room, and nobody who waits for this run makes any
     */
    boolean run(Demonstration system, LocalDate date) throws InterruptedException {
        Instant now = rota.store().now();
        rota.schedules().list().stream()
                .filter(schedule -> !schedule.isPaused(now))
                .forEach(this::pause);
        List<Row> rows = new ArrayList<>();
        for (Demonstration.Duty duty : system.duties(date)) {
            rows.add(run(duty));
        }
        print(rows);
        return rows.stream().allMatch(row -> row.succeeded() && noneFailed());
    }

    /** While the duties run one by one, none of them fires by itself. */
    private void pause(StoredSchedule schedule) {
        rota.schedules().pause(schedule.name(), ByHand.WHO, "every duty runs once, by hand", null);
    }

    private Row run(Demonstration.Duty duty) throws InterruptedException {
        clock.set(duty.at());
        Job job = ByHand.run(rota, duty.schedule(), stopped);
        long made = awaitFollowers(job.id());
        Exception error = full;
        if (error != null) {
            throw new DemoException(Sentences.of(error), error);
        }
        return new Row(duty, job, made);
    }

    /** Waits for the jobs that a duty has made, such as the delivery of its mails; says how many there were. */
    private long awaitFollowers(long id) throws InterruptedException {
        ByHand.awaitQuiet(rota, stopped);
        return rota.jobs().list(Query.NEWEST.limit(1_000)).stream()
                .filter(job -> job.id() > id)
                .count();
    }

    private boolean noneFailed() {
        return rota.jobs().list(Query.NEWEST.states(JobState.FAILED).limit(1)).isEmpty();
    }

    private void print(List<Row> rows) {
        int widest =
                rows.stream().mapToInt(row -> row.duty().title().length()).max().orElse(0);
        String format = "%-" + Math.max(4, widest) + "s  %-20s  %-9s  %5s  %9s  %8s%n";
        out.println();
        out.printf(format, "DUTY", "AT (" + shortZone() + ")", "OUTCOME", "ITEMS", "JOBS MADE", "TOOK");
        for (Row row : rows) {
            Progress progress = row.job().progress();
            Duration ran = row.job().times().ran();
            out.printf(
                    format,
                    row.duty().title(),
                    Words.moment(row.duty().at(), zone),
                    row.job().state().name().toLowerCase(Locale.ROOT),
                    progress == null ? 0 : progress.processed(),
                    row.made(),
                    ran == null ? "" : Words.duration(ran));
        }
        rows.stream().filter(row -> !row.succeeded()).forEach(this::printError);
        out.println();
    }

    private void printError(Row row) {
        rota.jobs().attempts(row.job().id()).stream()
                .map(Attempt::error)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .ifPresent(error -> out.println(row.duty().title() + " failed: " + error.message()));
    }

    private String shortZone() {
        String id = zone.getId();
        return id.substring(id.lastIndexOf('/') + 1).replace('_', ' ');
    }
}
