package dev.rota.testing.contract;

import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** What the steps of a trace enqueue, and how they end attempts. */
final class TraceJobs {
    static final String TYPE = "trace.work";

    /** A queue without limits. */
    static final String WIDE = "wide";

    /** A queue whose concurrency changes. */
    static final String NARROW = "narrow";

    /** A queue with a rate. */
    static final String RATED = "rated";

    private int enqueued;

    static String queue(int number) {
        return List.of(WIDE, WIDE, NARROW, RATED).get(number % 4);
    }

    /** One to three jobs. */
    List<NewJob> batch(TraceStep step) {
        Random random = new Random(((long) step.a() << 40) ^ ((long) step.b() << 20) ^ step.c());
        int size = 1 + step.d() % 3;
        List<NewJob> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            batch.add(job(random, size == 1));
        }
        return batch;
    }

    private NewJob job(Random random, boolean mayBeRejected) {
        NewJob job = NewJob.of(JobType.of(TYPE), "{\"n\":" + ++enqueued + "}")
                .queue(queue(random.nextInt(4)))
                .priority(random.nextInt(3) - 1)
                .maxAttempts(1 + random.nextInt(2));
        if (random.nextInt(4) == 0) {
            job = job.when(NewJob.When.in(Duration.ofSeconds(4L * random.nextInt(5))));
        }
        if (random.nextInt(3) == 0) {
            job = job.exclusion(new ExclusionKey("x" + random.nextInt(2), 1 + random.nextInt(2)));
        }
        if (random.nextInt(3) == 0) {
            OnConflict conflict = OnConflict.values()[random.nextInt(mayBeRejected ? 3 : 2)];
            job = job.unique(key(random).onConflict(conflict));
        }
        return job;
    }

    private static UniqueKey key(Random random) {
        UniqueKey key = UniqueKey.of("u" + random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> key.period(Duration.ofSeconds(4L * (1 + random.nextInt(4))));
            case 1 -> key.states(EnumSet.of(JobState.SCHEDULED, JobState.QUEUED, JobState.BLOCKED, JobState.RETRYING));
            default -> key;
        };
    }

    static boolean hasUsualStates(NewJob job) {
        UniqueKey key = job.unique();
        return key != null && key.states().equals(JobState.live());
    }

    static Transition transition(TraceStep step) {
        Duration delay = Duration.ofSeconds(4L * (step.c() % 3));
        return switch (step.b() % 9) {
            case 0, 1, 2 -> new Transition.Succeed(null);
            case 3 -> new Transition.Retry(delay, StoreContract.ERROR, null);
            case 4 -> new Transition.Fail(StoreContract.ERROR, "used up");
            case 5 -> new Transition.Cancel("nothing to do");
            case 6 -> new Transition.Snooze(delay, "later");
            case 7 -> new Transition.Release("stopping", step.c() % 2 == 0);
            default -> new Transition.Park("no handler");
        };
    }
}
