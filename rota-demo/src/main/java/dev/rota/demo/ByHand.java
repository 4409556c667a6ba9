package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.schedule.Fire;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs schedules by hand and waits for what comes of it. */
final class ByHand {
    /** Who runs them, as the fires say. */
    static final String WHO = "demo";

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private ByHand() {}

    /** Makes the job of a schedule and waits until it has ended, or {@code stopped} opens. */
    static Job run(Rota rota, String schedule, CountDownLatch stopped) throws InterruptedException {
        Fire fire = rota.schedules()
                .runNow(schedule, WHO)
                .orElseThrow(() -> new DemoException("There is no schedule " + schedule, null));
        long id = Objects.requireNonNull(fire.jobId(), "a fire by hand makes a job");
        Job job = rota.jobs().find(id).orElseThrow();
        while (!job.state().isFinished() && !stopped.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            job = rota.jobs().find(id).orElseThrow();
        }
        return job;
    }

    /** Waits until nothing is to be done any more, retries that wait for their time included. */
    static void awaitQuiet(Rota rota, CountDownLatch stopped) throws InterruptedException {
        boolean over = false;
        while (!over && isBusy(rota)) {
            over = stopped.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static boolean isBusy(Rota rota) {
        return rota.jobs().counts().entrySet().stream()
                .anyMatch(count -> !count.getKey().isFinished() && count.getValue() > 0);
    }
}
