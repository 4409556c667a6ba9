package dev.rota.testing.contract;

import dev.rota.job.Attempt;
import dev.rota.job.BlockedBy;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobStore.Change;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a store must do, written down as plainly as possible: one thread, lists, no indexes, no transactions. The traces
 * compare a store with it. Jobs and workers have ids of the model's own, from 1.
 */
final class Model {
    /** In the order of claiming and of letting go. */
    private static final Comparator<ModelJob> ORDER = Comparator.<ModelJob>comparingInt(job -> job.request.priority())
            .thenComparing(job -> job.dueAt)
            .thenComparingLong(job -> job.id);

    private final InstantSource clock;
    private final Map<Long, ModelJob> jobs = new TreeMap<>();
    private final Map<String, Hold> unique = new HashMap<>();
    private final Map<String, ModelQueue> queues = new HashMap<>();
    private final Map<Long, ModelWorker> workers = new LinkedHashMap<>();
    private long lastId;

    Model(InstantSource clock) {
        this.clock = clock;
    }

    private record Hold(
            long job, Set<JobState> states, @Nullable Instant expiresAt) {}

    private static final class ModelWorker {
        Instant heartbeatAt;
        boolean alive = true;

        ModelWorker(Instant heartbeatAt) {
            this.heartbeatAt = heartbeatAt;
        }
    }

    /** A job that was enqueued, or the one that holds its key. */
    record Placed(long id, boolean fresh) {}

    Map<Long, ModelJob> jobs() {
        return jobs;
    }

    ModelJob job(long id) {
        return Objects.requireNonNull(jobs.get(id), "a job of the model");
    }

    private Instant now() {
        return clock.instant();
    }

    private boolean isDue(ModelJob job) {
        return !job.dueAt.isAfter(now());
    }

    /** The state that people see. */
    JobState shown(ModelJob job) {
        boolean waits = job.isIn(JobState.SCHEDULED, JobState.RETRYING);
        return waits && job.free && isDue(job) ? JobState.QUEUED : job.state;
    }

    ModelQueue queue(String name) {
        return queues.computeIfAbsent(name, key -> new ModelQueue());
    }

    private List<ModelJob> select(Predicate<ModelJob> which) {
        return jobs.values().stream().filter(which).sorted(ORDER).toList();
    }

    /** Null if the job's key is held and it wants to be rejected. */
    @Nullable
    Placed enqueue(NewJob request) {
        UniqueKey key = request.unique();
        String keyName = request.type() + " " + (key == null ? "" : key.key());
        if (key != null && isHeld(unique.get(keyName))) {
            ModelJob holder = job(Objects.requireNonNull(unique.get(keyName)).job());
            if (key.onConflict() == OnConflict.REJECT) {
                return null;
            }
            boolean waits = holder.isIn(JobState.SCHEDULED, JobState.QUEUED, JobState.BLOCKED, JobState.RETRYING);
            if (key.onConflict() == OnConflict.REPLACE_ARGS && waits) {
                holder.request = withArgs(holder.request, request);
            }
            return new Placed(holder.id, false);
        }
        Instant dueAt = request.when().delay() != null
                ? now().plus(request.when().delay())
                : Objects.requireNonNull(request.when().at());
        JobState due = request.exclusion() == null ? JobState.QUEUED : JobState.BLOCKED;
        ModelJob job = new ModelJob(++lastId, request, dueAt.isAfter(now()) ? JobState.SCHEDULED : due, dueAt);
        jobs.put(job.id, job);
        if (key != null) {
            Instant expiresAt = key.period() == null ? null : now().plus(key.period());
            unique.put(keyName, new Hold(job.id, key.states(), expiresAt));
        }
        return new Placed(job.id, true);
    }

    private boolean isHeld(@Nullable Hold hold) {
        if (hold == null || (hold.expiresAt() != null && !hold.expiresAt().isAfter(now()))) {
            return false;
        }
        ModelJob job = job(hold.job());
        return hold.states().contains(job.state) || hold.states().contains(shown(job));
    }

    private static NewJob withArgs(NewJob old, NewJob args) {
        return new NewJob(
                old.type(),
                args.version(),
                args.args(),
                old.queue(),
                old.priority(),
                old.maxAttempts(),
                old.timeout(),
                old.when(),
                old.tags(),
                old.unique(),
                old.exclusion(),
                old.origin());
    }

    /** Claims from one queue with limits, or from several without. */
    List<ModelJob> claim(long workerId, boolean limited, int most, Set<String> names) {
        ModelWorker worker = workers.get(workerId);
        if (worker == null || !worker.alive) {
            return List.of();
        }
        List<ModelJob> claimed = new ArrayList<>();
        for (ModelJob job : select(job -> names.contains(job.request.queue()) && isClaimable(job))) {
            ModelQueue queue = queue(job.request.queue());
            if (queue.isLimited() == limited && claimed.size() < most && queue.hasRoom(running(job), now())) {
                take(job, workerId);
                queue.take();
                claimed.add(job);
            }
        }
        return claimed;
    }

    private boolean isClaimable(ModelJob job) {
        return !queue(job.request.queue()).isPaused(now()) && job.free && shown(job) == JobState.QUEUED && isDue(job);
    }

    /** How many run in the queue of a job. */
    private long running(ModelJob job) {
        return select(other ->
                        other.state == JobState.RUNNING && other.request.queue().equals(job.request.queue()))
                .size();
    }

    private static void take(ModelJob job, long worker) {
        job.state = JobState.RUNNING;
        job.worker = worker;
        job.lease++;
        job.attempt++;
        job.attempts.add(Attempt.Outcome.RUNNING);
    }

    /** Ends the attempt that runs under a lease. False if that is no longer the job's. */
    boolean finish(long id, long lease, long worker, Transition transition) {
        ModelJob job = jobs.get(id);
        if (job == null || job.state != JobState.RUNNING || job.lease != lease || job.worker != worker) {
            return false;
        }
        Attempt.Outcome outcome = transition.outcome();
        job.attempts.set(job.attempts.size() - 1, outcome);
        boolean kept = !(transition instanceof Transition.Park)
                && !(transition instanceof Transition.Release release && !release.begun());
        if (!kept) {
            job.attempts.remove(job.attempts.size() - 1);
        }
        if (outcome == Attempt.Outcome.SNOOZED || outcome == Attempt.Outcome.RELEASED) {
            job.attempt--;
        }
        if (transition instanceof Transition.Retry retry) {
            putOff(job, JobState.RETRYING, retry.delay());
        } else if (transition instanceof Transition.Snooze snooze) {
            putOff(job, JobState.SCHEDULED, snooze.delay());
        } else if (transition instanceof Transition.Park) {
            block(job, BlockedBy.HANDLER);
        } else if (transition instanceof Transition.Release) {
            job.state = JobState.QUEUED;
        } else {
            end(job, transition.to());
        }
        return true;
    }

    private void putOff(ModelJob job, JobState state, Duration delay) {
        job.state = state;
        job.dueAt = now().plus(delay);
        job.free = job.request.exclusion() == null;
    }

    private static void block(ModelJob job, BlockedBy by) {
        job.state = JobState.BLOCKED;
        job.blockedBy = by;
        job.free = false;
    }

    private void end(ModelJob job, JobState state) {
        job.state = state;
        job.blockedBy = null;
        job.free = false;
        unique.values().removeIf(hold -> hold.job() == job.id && !hold.states().contains(state));
    }

    /** Back to the queue; behind its exclusion key if it has one. */
    private static void requeue(ModelJob job) {
        if (job.request.exclusion() == null) {
            job.state = JobState.QUEUED;
            job.blockedBy = null;
            job.free = true;
        } else {
            block(job, BlockedBy.EXCLUSION);
        }
    }

    Change cancel(long id) {
        ModelJob job = jobs.get(id);
        if (job == null) {
            return Change.NOT_FOUND;
        }
        if (job.state == JobState.RUNNING) {
            job.cancelRequested = true;
            return Change.REQUESTED;
        }
        if (job.isIn(JobState.SUCCEEDED, JobState.CANCELLED)) {
            return Change.NOT_ALLOWED;
        }
        end(job, JobState.CANCELLED);
        return Change.DONE;
    }

    Change retry(long id) {
        ModelJob job = jobs.get(id);
        if (job == null || job.state != JobState.FAILED) {
            return job == null ? Change.NOT_FOUND : Change.NOT_ALLOWED;
        }
        requeue(job);
        job.dueAt = now();
        job.maxAttempts = Math.max(job.maxAttempts, job.attempt + 1);
        job.crashes = 0;
        job.cancelRequested = false;
        UniqueKey key = job.request.unique();
        if (key != null) {
            String name = job.request.type() + " " + key.key();
            if (!isHeld(unique.get(name))) {
                unique.put(name, new Hold(job.id, key.states(), null));
            }
        }
        return Change.DONE;
    }

    Change runNow(long id) {
        ModelJob job = jobs.get(id);
        if (job == null || isDue(job) || !job.isIn(JobState.SCHEDULED, JobState.RETRYING)) {
            return job == null ? Change.NOT_FOUND : Change.NOT_ALLOWED;
        }
        requeue(job);
        job.dueAt = now();
        return Change.DONE;
    }

    Change delete(long id) {
        ModelJob job = jobs.get(id);
        if (job == null || !job.state.isFinished()) {
            return job == null ? Change.NOT_FOUND : Change.NOT_ALLOWED;
        }
        jobs.remove(id);
        unique.values().removeIf(hold -> hold.job() == id);
        return Change.DONE;
    }

    Set<String> releaseBlocked() {
        Set<String> released = new HashSet<>();
        Set<String> stopped = new HashSet<>();
        for (ModelJob job : select(this::waitsForKey)) {
            ExclusionKey key = Objects.requireNonNull(job.request.exclusion());
            long holders = select(other -> holds(other, key.key())).size();
            if (holders < key.limit() && !stopped.contains(key.key())) {
                job.state = JobState.QUEUED;
                job.blockedBy = null;
                job.free = true;
                released.add(job.request.queue());
            } else {
                stopped.add(key.key());
                block(job, BlockedBy.EXCLUSION);
            }
        }
        return released;
    }

    private boolean waitsForKey(ModelJob job) {
        return job.request.exclusion() != null
                && !job.free
                && isDue(job)
                && job.blockedBy != BlockedBy.HANDLER
                && job.isIn(JobState.SCHEDULED, JobState.BLOCKED, JobState.RETRYING);
    }

    private static boolean holds(ModelJob job, String key) {
        ExclusionKey own = job.request.exclusion();
        return own != null && own.key().equals(key) && job.free && job.isIn(JobState.QUEUED, JobState.RUNNING);
    }

    void unpark(String type) {
        select(job -> job.blockedBy == BlockedBy.HANDLER && job.request.type().equals(type))
                .forEach(Model::requeue);
    }

    void register(long worker) {
        workers.put(worker, new ModelWorker(now()));
    }

    /** False if the worker has been given up. */
    boolean heartbeat(long worker) {
        ModelWorker known = Objects.requireNonNull(workers.get(worker));
        known.heartbeatAt = now();
        return known.alive;
    }

    Set<Long> cancelRequests(long worker) {
        Set<Long> requests = new HashSet<>();
        select(job -> job.state == JobState.RUNNING && job.worker == worker && job.cancelRequested)
                .forEach(job -> requests.add(job.id));
        return requests;
    }

    void stop(long worker) {
        Objects.requireNonNull(workers.get(worker)).alive = false;
        for (ModelJob job : select(job -> job.state == JobState.RUNNING && job.worker == worker)) {
            finish(job.id, job.lease, worker, new Transition.Release("stopped", true));
        }
    }

    /** The jobs that were queued again or failed. */
    Set<Long> rescue(Duration lease, int maxCrashes) {
        Set<Long> rescued = new HashSet<>();
        workers.forEach((id, worker) -> {
            if (worker.alive && worker.heartbeatAt.plus(lease).isBefore(now())) {
                worker.alive = false;
                select(job -> job.state == JobState.RUNNING && job.worker == id).forEach(job -> {
                    crash(job, maxCrashes);
                    rescued.add(job.id);
                });
            }
        });
        rescued.removeIf(id -> job(id).state == JobState.CANCELLED);
        return rescued;
    }

    private void crash(ModelJob job, int maxCrashes) {
        job.attempts.set(job.attempts.size() - 1, Attempt.Outcome.CRASHED);
        job.lease++;
        job.crashes++;
        if (job.cancelRequested) {
            end(job, JobState.CANCELLED);
        } else if (job.crashes > maxCrashes) {
            end(job, JobState.FAILED);
        } else {
            job.attempt--;
            job.state = JobState.QUEUED;
        }
    }

    /** How many jobs are shown in each state that {@code counts} counts. */
    Map<JobState, Long> counts() {
        Map<JobState, Long> counts = new HashMap<>();
        jobs.values().forEach(job -> counts.merge(shown(job), 1L, Long::sum));
        counts.remove(JobState.SUCCEEDED);
        counts.remove(JobState.CANCELLED);
        return counts;
    }
}
