package dev.rota.engine;

import dev.rota.event.RotaEvent;
import dev.rota.job.ExclusionKey;
import dev.rota.job.Job;
import dev.rota.job.LogLine;
import dev.rota.store.AttemptNotes.LogNote;
import dev.rota.store.AttemptNotes.ProgressNote;
import dev.rota.store.Exchange;
import dev.rota.store.Exchange.ClaimRequest;
import dev.rota.store.Finish;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges finished attempts for new jobs with the store, on one thread.
 *
 * <p>It asks when there is something to write, when something has woken it, when a job is due that this process knows of,
 * and at each poll. What happens while an exchange is under way is taken along by the next one: so batches grow with the
 * load, and a single job does not wait.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    /** As many as are claimed ahead, so that what has ended never waits behind what is claimed. */
    private static final int MOST_FINISHES = Lane.MOST_AHEAD;
    /** While there is work ahead, so long is waited for more attempts to end. */
    private static final long LINGER_NANOS = 1_000_000;

    private static final Duration NOTES_UNDER_WAY = Duration.ofSeconds(1);

    private final Store store;
    private final Worker worker;
    private final List<Lane> lanes;
    private final Attempts attempts;
    private final Events events;
    private final Signal signal;
    private final Duration poll;
    private final Rest rest;
    private final Consumer<Set<String>> onFreed;
    private final Consumer<Set<String>> onParked;
    private final Thread thread = Threads.named("rota-dispatcher").newThread(this::loop);
    private final OneByOne oneByOne;
    private final List<Ended> unwritten = new ArrayList<>();
    private @Nullable Backoff failing;
    private long polled = System.nanoTime();
    private Duration wait;
    private volatile boolean claiming = true;
    private volatile boolean inTurn;
    private volatile boolean stopped;

    Dispatcher(Store store, Worker worker, List<Lane> lanes, Attempts attempts, Events events, Settings settings) {
        this.store = store;
        this.worker = worker;
        this.lanes = lanes;
        this.attempts = attempts;
        this.events = events;
        this.signal = settings.signal();
        this.poll = settings.poll();
        this.wait = poll;
        this.rest = new Rest(store.jobs(), worker, signal, poll, settings.prompt());
        this.onFreed = settings.onFreed();
        this.onParked = settings.onParked();
        this.oneByOne = new OneByOne(store, worker, (ended, answer) -> written(List.of(ended), answer));
    }

    /**
     * What a dispatcher goes by.
     *
     * @param prompt true while other processes are heard at once, so that a worker with nothing to do may rest longer
     * @param onFreed is given the exclusion keys that have become free, often none
     * @param onParked is given the types of jobs that were put aside for want of a handler
     */
    record Settings(
            Signal signal,
            Duration poll,
            BooleanSupplier prompt,
            Consumer<Set<String>> onFreed,
            Consumer<Set<String>> onParked) {}

    void start() {
        // For what waits already: nobody else says so before the first poll is over.
        signal.wake();
        thread.start();
    }

    /** From now on nothing is claimed, and what has not begun is handed back. */
    void stopClaiming() {
        claiming = false;
        signal.wake();
    }

    /** True while it may be about to take jobs, though nothing more is to be claimed. */
    boolean mayTake() {
        return inTurn;
    }

    /** Ends the loop when all that has ended is written, or {@code most} has passed. */
    void stop(Duration most) throws InterruptedException {
        stopped = true;
        signal.wake();
        thread.join(Math.max(1, most.toMillis()));
        thread.interrupt();
    }

    /** Something may be there to claim: in these queues, or anywhere if the set is empty. */
    void wake(Set<String> queues) {
        for (Lane lane : lanes) {
            if (queues.isEmpty() || queues.stream().anyMatch(lane::serves)) {
                lane.hungry(true);
            }
        }
        signal.wake();
    }

    private void loop() {
        try {
            while (!stopped || attempts.hasEnded() || !unwritten.isEmpty()) {
                pause();
                inTurn = true;
                turnSafely();
                inTurn = false;
            }
        } catch (InterruptedException e) {
            LOG.debug("The dispatcher was interrupted and ends");
        }
    }

    /** An Error too must not end the thread: all jobs of this worker would stay running, and it would live. */
    private void turnSafely() {
        try {
            turn();
        } catch (Throwable e) {
            failing = failing == null ? Backoff.first() : failing.next();
            lanes.forEach(lane -> lane.hungry(true));
            LOG.error(
                    "The dispatcher failed and goes on in {} ms",
                    failing.delay().toMillis(),
                    e);
        }
    }

    private void pause() throws InterruptedException {
        if (failing != null) {
            signal.rest(failing.delay());
        } else {
            signal.await(unwritten.isEmpty() ? wait : Duration.ZERO);
            linger();
        }
    }

    /** Waits a moment for more attempts to end, while there is work ahead for the slots. */
    private void linger() {
        if (attempts.ended() < MOST_FINISHES && lanes.stream().anyMatch(Lane::hasAhead)) {
            LockSupport.parkNanos(LINGER_NANOS);
        }
    }

    /** One exchange, or nothing if there is nothing to write and nothing to ask. */
    void turn() {
        long now = System.nanoTime();
        // Woken all the time by one busy lane, the wait would never be over, and the others never asked for.
        boolean polls = now - polled >= wait.toNanos();
        if (signal.takeOverdue() || polls) {
            polled = now;
            wait = polls && isIdle() ? rest.length() : poll;
            if (wait.equals(poll)) {
                lanes.forEach(lane -> lane.hungry(true));
            }
        }
        boolean claims = claiming && !worker.isDraining();
        lanes.stream()
                .filter(lane -> !claims || lane.slots() == 0)
                .forEach(lane -> handBack(lane, job -> true, "its worker claims nothing more"));
        if (claiming) {
            // What could not begin for want of a thread.
            lanes.forEach(attempts::begin);
        }
        attempts.drainEnded(unwritten, MOST_FINISHES);
        followCommitted();
        List<Asked> asked = claims ? requests() : List.of();
        if (unwritten.isEmpty() && asked.isEmpty()) {
            return;
        }
        wait = poll;
        try {
            exchange(asked);
            recovered();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** What handlers have committed leaves room behind as what is written here does. */
    private void followCommitted() {
        Set<String> freed = new HashSet<>();
        for (Job job = attempts.nextCommitted(); job != null; job = attempts.nextCommitted()) {
            laneOf(job.queue()).ifPresent(lane -> lane.hungry(true));
            ExclusionKey key = job.request().exclusion();
            if (key != null) {
                freed.add(key.key());
            }
        }
        onFreed.accept(freed);
    }

    private boolean isIdle() {
        return failing == null && !worker.holdsAny() && !attempts.hasEnded() && unwritten.isEmpty();
    }

    /** What is asked for a lane. */
    private record Asked(Lane lane, ClaimRequest request) {}

    private List<Asked> requests() {
        List<Asked> asked = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.isHungry()) {
                ask(asked, lane, false, Math.min(lane.room(), Lane.MOST_AHEAD - attempts.ended()));
                ask(asked, lane, true, lane.free());
            }
        }
        return asked;
    }

    private void ask(List<Asked> asked, Lane lane, boolean limited, int most) {
        Set<String> queues =
                lane.queues(worker.queues(), queue -> queue.limits().any() == limited);
        if (!queues.isEmpty() && most > 0) {
            asked.add(new Asked(lane, new ClaimRequest(queues, limited, most)));
        }
    }

    private void exchange(List<Asked> asked) {
        writeNotes();
        List<Ended> batch = List.copyOf(unwritten);
        asked.forEach(ask -> ask.lane().hungry(false));
        long as = worker.id();
        Exchange.Answer answer = store.jobs()
                .exchange(new Exchange(
                        as,
                        batch.stream().map(Ended::finish).toList(),
                        asked.stream().map(Asked::request).toList(),
                        worker.excludedTypes()));
        unwritten.clear();
        written(batch, answer);
        answer.unreadable().forEach(one -> attempts.fail(one, as));
        take(asked, answer.claimed(), as);
        if (!answer.unreadable().isEmpty()) {
            // Others may stand behind them.
            asked.forEach(ask -> ask.lane().hungry(true));
        }
    }

    /** The last notes of attempts are written before their outcome, while their lease still counts. */
    private void writeNotes() {
        List<ProgressNote> progress = new ArrayList<>();
        Map<Ended, LogNote> logs = new HashMap<>();
        for (Ended ended : unwritten) {
            ended.progressToKeep().ifPresent(progress::add);
            List<LogLine> lines = ended.log().takeLast(NOTES_UNDER_WAY);
            if (!lines.isEmpty()) {
                Job job = ended.finish().job();
                logs.put(ended, new LogNote(job.id(), job.lease(), lines));
            }
        }
        try {
            if (!progress.isEmpty()) {
                store.jobs().saveProgress(progress);
            }
            if (!logs.isEmpty()) {
                store.jobs().appendLog(List.copyOf(logs.values()));
            }
        } catch (RuntimeException e) {
            logs.forEach((ended, note) -> ended.log().giveBack(note.lines()));
            throw e;
        }
    }

    private void written(List<Ended> batch, Exchange.Answer answer) {
        Set<Finish> lost = Set.copyOf(answer.lost());
        Set<String> freed = new HashSet<>();
        Set<String> parked = new HashSet<>();
        for (Ended ended : batch) {
            Job job = ended.finish().job();
            if (lost.contains(ended.finish())) {
                events.tell(new RotaEvent.LeaseLost(job.id(), job.type(), job.queue(), job.lease()));
            } else {
                Outcomes.tell(events, ended.finish(), ended.ran());
                dueAgain(ended.finish().transition());
                if (ended.finish().transition() instanceof Transition.Park) {
                    parked.add(job.type());
                }
            }
            // Of a lost one too: it may have been written before, and only the answer was lost.
            String key = ended.finish().freedKey();
            if (key != null) {
                freed.add(key);
            }
            laneOf(job.queue()).ifPresent(lane -> lane.hungry(true));
        }
        onFreed.accept(freed);
        if (!parked.isEmpty()) {
            tellParked(parked);
        }
    }

    /** It asks the store, and may fail: what was claimed by the same exchange must be taken all the same. */
    private void tellParked(Set<String> types) {
        try {
            onParked.accept(types);
        } catch (RuntimeException e) {
            LOG.warn("Could not find out who has handlers for {}; asked again when the next is parked", types, e);
        }
    }

    /** A job that comes again after a delay is claimed on time without waiting for a poll. */
    private void dueAgain(Transition transition) {
        if (transition instanceof Transition.Retry retry) {
            signal.wakeIn(retry.delay());
        } else if (transition instanceof Transition.Snooze snooze) {
            signal.wakeIn(snooze.delay());
        }
    }

    private void take(List<Asked> asked, List<Job> claimed, long as) {
        Map<Lane, Integer> taken = new HashMap<>();
        for (Job job : claimed) {
            Lane lane = laneOf(job.queue()).orElseThrow();
            taken.merge(lane, 1, Integer::sum);
            Instant at = job.times().claimedAt();
            Duration waited =
                    at == null ? Duration.ZERO : Duration.between(job.times().dueAt(), at);
            events.tell(new RotaEvent.Claimed(job.id(), job.type(), job.queue(), job.lease(), waited));
            attempts.accept(lane, job, as);
        }
        for (Asked ask : asked) {
            if (taken.getOrDefault(ask.lane(), 0) >= ask.request().most()) {
                ask.lane().hungry(true);
            }
        }
        if (!claiming) {
            // It stops: they are handed back unbegun.
            signal.wake();
            return;
        }
        taken.keySet().forEach(attempts::begin);
        if (asked.stream().anyMatch(ask -> ask.lane().isHungry() && ask.lane().room() > 0)) {
            signal.wake();
        }
    }

    private Optional<Lane> laneOf(String queue) {
        for (Lane lane : lanes) {
            if (lane.serves(queue)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }

    /** Hands back what was claimed ahead from queues that have been paused since. */
    void handBackPaused(Instant now) {
        Set<String> paused = new HashSet<>();
        for (Queue queue : worker.queues()) {
            if (queue.isPaused(now)) {
                paused.add(queue.name());
            }
        }
        if (!paused.isEmpty()) {
            lanes.forEach(
                    lane -> handBack(lane, job -> paused.contains(job.job().queue()), "its queue was paused"));
        }
    }

    private void handBack(Lane lane, Predicate<RunningJob> which, String reason) {
        for (RunningJob job : lane.takeBack(which)) {
            attempts.handBack(job, reason);
        }
    }

    private void recovered() {
        if (failing != null) {
            Strays.find(store.archive(), worker, attempts).forEach(attempts::handBackStray);
            failing = null;
            lanes.forEach(lane -> lane.hungry(true));
            events.tell(new RotaEvent.StoreRecovered("exchange"));
        }
    }

    private void failed(RuntimeException error) {
        failing = failing == null ? Backoff.first() : failing.next();
        Failures.report(LOG, events, "exchange", error, failing.delay());
        lanes.forEach(lane -> lane.hungry(true));
        if (!Failures.mayPass(error) && !unwritten.isEmpty()) {
            writeOneByOne();
        }
    }

    /** An outcome that the store refuses must not hold the others back: it is replaced by one that says so. */
    private void writeOneByOne() {
        for (Ended ended : List.copyOf(unwritten)) {
            unwritten.remove(ended);
            if (!oneByOne.write(ended)) {
                // Behind the others, so that the next time it keeps none of them waiting.
                unwritten.add(ended);
                return;
            }
        }
    }
}
