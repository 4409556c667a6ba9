package dev.rota.testing.contract;

import static dev.rota.job.JobState.BLOCKED;
import static dev.rota.job.JobState.CANCELLED;
import static dev.rota.job.JobState.FAILED;
import static dev.rota.job.JobState.QUEUED;
import static dev.rota.job.JobState.RETRYING;
import static dev.rota.job.JobState.RUNNING;
import static dev.rota.job.JobState.SCHEDULED;
import static dev.rota.job.JobState.SUCCEEDED;

import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One step of a job from a state by a verb, on a store. */
final class JobWalk {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final AtomicInteger WALKS = new AtomicInteger();

    private final StoreContract on;
    private final NewJob request;

    private JobWalk(StoreContract on, boolean keyed) {
        this.on = on;
        String name = "walk" + WALKS.incrementAndGet();
        NewJob plain = StoreContract.job().queue(name);
        request = keyed ? plain.exclusion(ExclusionKey.of(name)) : plain;
    }

    /** The state that a job in {@code from} is in after {@code verb}; null if it is gone, or cannot be in {@code from}. */
    static @Nullable JobState step(StoreContract on, JobState from, JobVerb verb, boolean keyed) {
        if (from == BLOCKED && !keyed) {
            return null;
        }
        JobWalk walk = new JobWalk(on, keyed);
        Job job = walk.jobIn(from);
        walk.perform(verb, job);
        return on.store.archive().find(job.id()).map(Job::state).orElse(null);
    }

    /**
     * By one of the legal transitions; or by two, where a job that goes back to its queue is blocked there in the same
     * transaction.
     */
    static boolean isLegal(JobState from, JobState to) {
        return from.mayBecome(to) || (to == BLOCKED && from.mayBecome(QUEUED));
    }

    /** What the verbs must be able to do together. */
    static Map<JobState, Set<JobState>> reachable() {
        Map<JobState, Set<JobState>> reachable = new EnumMap<>(JobState.class);
        reachable.put(SCHEDULED, EnumSet.of(QUEUED, BLOCKED, CANCELLED));
        reachable.put(RETRYING, EnumSet.of(QUEUED, BLOCKED, CANCELLED));
        reachable.put(QUEUED, EnumSet.of(RUNNING, CANCELLED));
        reachable.put(BLOCKED, EnumSet.of(QUEUED, CANCELLED));
        reachable.put(RUNNING, EnumSet.of(SUCCEEDED, RETRYING, FAILED, CANCELLED, SCHEDULED, QUEUED, BLOCKED));
        reachable.put(FAILED, EnumSet.of(QUEUED, BLOCKED, CANCELLED));
        return reachable;
    }

    private Job jobIn(JobState state) {
        long id = on.enqueue(state == SCHEDULED ? request.when(NewJob.When.in(HOUR)) : request);
        if (state != BLOCKED && state != SCHEDULED) {
            on.store.jobs().releaseBlocked(1000);
        }
        switch (state) {
            case RUNNING -> claim();
            case RETRYING -> on.end(claim(), StoreContract.retry(HOUR));
            case SUCCEEDED -> on.end(claim(), StoreContract.SUCCEED);
            case FAILED -> on.end(claim(), StoreContract.fail());
            case CANCELLED -> on.end(claim(), new Transition.Cancel("not wanted"));
            default -> {
                // There already.
            }
        }
        if (on.state(id) != state) {
            throw new AssertionError("Job " + id + " is " + on.state(id) + ", expected " + state);
        }
        return on.find(id);
    }

    private Job claim() {
        return on.claim(on.worker(), 10, request.queue()).get(0);
    }

    private void perform(JobVerb verb, Job job) {
        switch (verb) {
            case CLAIM -> on.claim(on.worker(), 10, request.queue());
            case SUCCEED -> finish(job, StoreContract.SUCCEED);
            case RETRY -> finish(job, StoreContract.retry(HOUR));
            case FAIL -> finish(job, StoreContract.fail());
            case CANCEL_ITSELF -> finish(job, new Transition.Cancel("not wanted"));
            case SNOOZE -> finish(job, new Transition.Snooze(HOUR, "later"));
            case RELEASE -> finish(job, new Transition.Release("stopping", true));
            case PARK -> finish(job, new Transition.Park("no handler"));
            case CANCEL_BY_HAND -> on.store.jobs().cancel(job.id(), "ann", "not wanted");
            case RETRY_BY_HAND -> on.store.jobs().retry(job.id(), "ann");
            case RUN_NOW -> on.store.jobs().runNow(job.id(), "ann");
            case DELETE -> on.store.jobs().delete(job.id(), "ann");
            case RELEASE_BLOCKED -> on.store.jobs().releaseBlocked(1000);
            case UNPARK -> on.store.jobs().unpark(Set.of(job.type()), 1000);
            case RESCUE -> {
                on.clock.advance(StoreContract.LEASE.plusSeconds(1));
                on.store.jobs().rescue(StoreContract.LEASE, 5, 1000);
            }
        }
    }

    /** Under the job's present lease, if it has ever been claimed: only its state can be in the way. */
    private void finish(Job job, Transition transition) {
        if (job.workerId() != null) {
            on.finish(job, transition);
        }
    }
}
