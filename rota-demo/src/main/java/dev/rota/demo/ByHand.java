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

    /** Makes the job of a schedule and waits until it has ended. */
    static Job run(Rota rota, String schedule) throws InterruptedException {
        Fire fire = rota.schedules()
                .runNow(schedule, WHO)
                .orElseThrow(() -> new DemoException("There is no schedule " + schedule, null));
        long id = Objects.requireNonNull(fire.jobId(), "a fire by hand makes a job");
        Job job = rota.jobs().find(id).orElseThrow();
        while (!job.state().isFinished()) {
            pauseAMoment();
            job = rota.jobs().find(id).orElseThrow();
        }
        return job;
    }

    static void pauseAMoment() throws InterruptedException {
        if (new CountDownLatch(1).await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody counts this latch down");
        }
    }
}
