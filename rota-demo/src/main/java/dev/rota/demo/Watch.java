package dev.rota.demo;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.Progress;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks from time to time how far long jobs have come. */
final class Watch {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(1);

    private final Rota rota;
    private final Narrator narrator;

    Watch(Rota rota, Narrator narrator) {
        this.rota = rota;
        this.narrator = narrator;
    }

    /** Looks, on a thread of its own, until the latch opens. */
    void start(CountDownLatch stopped) {
        Thread thread = new Thread(() -> until(stopped), "demo-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void until(CountDownLatch stopped) {
        try {
            while (!stopped.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            narrator.say("The database does not answer: " + e.getMessage());
        }
    }

    private void look() {
        Instant now = rota.store().now();
        for (Job job : rota.jobs().list(Query.NEWEST.states(JobState.RUNNING).limit(20))) {
            Progress progress = job.progress();
            Instant since = job.times().claimedAt();
            if (progress != null
                    && since != null
                    && Duration.between(since, now).compareTo(LONG) > 0) {
                narrator.stillRunning(job.type(), progress, Duration.between(since, now));
            }
        }
    }
}
