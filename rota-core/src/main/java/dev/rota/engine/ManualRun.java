package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.Exchange;
import dev.rota.store.Exchange.ClaimRequest;
import dev.rota.store.Finish;
import dev.rota.store.JobStore;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works in the calling thread what the engine's threads would work, one job at a time. */
final class ManualRun {
    private static final Logger LOG = LoggerFactory.getLogger(ManualRun.class);

    private static final int MOST = 1_000;

    private final Engine.Parts parts;
    private final Store store;
    private final Worker worker;
    private final AttemptRunner runner;
    private final Scheduler scheduler;
    private final RollupWriter rollups;
    /** Exclusion keys that may have room, or that new jobs want. */
    private final Set<String> keys = ConcurrentHashMap.newKeySet();

    private volatile @Nullable RunningJob current;
    private boolean registered;

    ManualRun(Engine.Parts parts, Worker worker, Assembly.Kept kept) {
        this.parts = parts;
        this.store = parts.store();
        this.worker = worker;
        this.rollups = kept.rollups();
        this.runner = new AttemptRunner(
                parts.codec(), parts.events(), kept.random(), new JobErrors(parts.fingerprints()), kept.spans());
        this.scheduler = new Scheduler(store, kept.planning(), parts.events(), queues -> {}, this::lookAt);
    }

    /** These exclusion keys may have room, or there are new jobs that want them. */
    void lookAt(Set<String> changed) {
        // Whatever is too much, or said between two rounds, is found at the beginning of the next.
        if (keys.size() < MOST) {
            keys.addAll(changed);
        }
    }

    private void lookAt(Job ended) {
        ExclusionKey key = ended.request().exclusion();
        if (key != null) {
            keys.add(key.key());
        }
    }

    int runDue() {
        if (!registered || !beats()) {
            worker.register();
            rollups.writeAs(worker.id());
            registered = true;
        }
        ScheduledThreadPoolExecutor heart = new ScheduledThreadPoolExecutor(1, Threads.named("rota-heartbeat"));
        long interval = parts.settings().heartbeat().toMillis();
        var unused = heart.scheduleWithFixedDelay(this::beat, interval, interval, TimeUnit.MILLISECONDS);
        try {
            return rounds();
        } finally {
            heart.shutdown();
        }
    }

    /** Says that the worker lives. False if it was given up. */
    private boolean beats() {
        return store.workers()
                .heartbeat(worker.id(), parts.settings().lease(), null, null)
                .known();
    }

    /** A handler may take longer than a lease. */
    private void beat() {
        try {
            RunningJob running = current;
            if (!beats() && running != null) {
                running.stop(new Stopping.Lost());
            }
        } catch (RuntimeException e) {
            LOG.warn("The heartbeat failed and is tried again: {}", e.getMessage());
        }
    }

    private int rounds() {
        int attempts = 0;
        int round;
        do {
            round = 0;
            while (scheduler.fire() > 0) {
                round++;
            }
            store.jobs().unpark(worker.types(), MOST);
            keys.clear();
            store.jobs().releaseBlocked(MOST);
            worker.refreshQueues();
            for (Optional<Job> job = claim(); job.isPresent(); job = claim()) {
                work(job.get());
                letGo(job.get());
                round++;
                attempts++;
            }
        } while (round > 0);
        rollups.runOnce();
        return attempts;
    }

    /** Within a round only the keys that this job, or what it enqueued, has changed are looked at. */
    private void letGo(Job ended) {
        lookAt(ended);
        Set<String> changed = new HashSet<>(keys);
        keys.removeAll(changed);
        JobStore.Waiting waiting = store.jobs().blockDue(MOST);
        changed.addAll(waiting.due());
        if (waiting.any() && !changed.isEmpty()) {
            store.jobs().releaseBlocked(changed, MOST);
        }
    }

    private Optional<Job> claim() {
        Set<String> plain = names(false);
        Set<String> limited = names(true);
        List<Job> claimed = plain.isEmpty() ? List.of() : claim(new ClaimRequest(plain, false, 1));
        if (claimed.isEmpty() && !limited.isEmpty()) {
            claimed = claim(new ClaimRequest(limited, true, 1));
        }
        return claimed.stream().findFirst();
    }

    private Set<String> names(boolean limited) {
        return worker.queues().stream()
                .filter(queue -> queue.limits().any() == limited)
                .map(Queue::name)
                .collect(Collectors.toSet());
    }

    private List<Job> claim(ClaimRequest request) {
        Exchange.Answer answer;
        do {
            answer = store.jobs().exchange(new Exchange(worker.id(), List.of(), List.of(request), Set.of()));
            answer.unreadable().forEach(this::fail);
        } while (!answer.unreadable().isEmpty() && answer.claimed().isEmpty());
        return answer.claimed();
    }

    private void fail(Exchange.Unreadable unreadable) {
        write(new RunningJob(unreadable.job(), worker.id(), tools()), Outcomes.unreadable(unreadable));
        letGo(unreadable.job());
    }

    private RunningJob.Tools tools() {
        return new RunningJob.Tools(store, parts.codec(), parts.clock(), parts.handlers());
    }

    private void work(Job job) {
        RunningJob running = new RunningJob(job, worker.id(), tools());
        current = running;
        Optional<Handlers.Registered<?>> handler = parts.handlers().find(job.type());
        Optional<Finish> finish = handler.isPresent()
                ? runner.run(running, handler.get())
                : Optional.of(new Finish(
                        job, new Transition.Park("this worker has no handler for type " + job.type()), null));
        List<LogLine> lines = running.logBuffer().takeLast(Duration.ZERO);
        if (!lines.isEmpty()) {
            store.jobs().appendLog(List.of(new LogNote(job.id(), job.lease(), lines)));
        }
        finish.ifPresent(done -> write(running, done));
    }

    private void write(RunningJob running, Finish finish) {
        Ended.of(running, finish)
                .progressToKeep()
                .ifPresent(note -> store.jobs().saveProgress(List.of(note)));
        Exchange.Answer answer = store.jobs().exchange(new Exchange(worker.id(), List.of(finish), List.of(), Set.of()));
        if (answer.lost().isEmpty()) {
            Outcomes.tell(parts.events(), finish, running.ran());
        } else {
            Job job = running.job();
            parts.events().tell(new RotaEvent.LeaseLost(job.id(), job.type(), job.queue(), job.lease()));
        }
    }

    void close() {
        if (registered) {
            store.workers().stop(worker.id());
            registered = false;
        }
    }
}
