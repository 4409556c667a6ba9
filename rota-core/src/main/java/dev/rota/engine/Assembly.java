package dev.rota.engine;

import dev.rota.store.Store;
import dev.rota.store.WakeUps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Puts together what a started engine consists of. Nothing of it runs until it is told to.
 *
 * @param parts what the engine is made of
 * @param kept what it keeps between a stop and the next start
 * @param wake says to all processes that there may be something to do
 * @param wakeHere says it to this one
 * @param lookAt is given exclusion keys that may have room, or that new jobs want
 * @param onHeartbeat is run after a heartbeat that has brought something new
 */
record Assembly(
        Engine.Parts parts,
        Kept kept,
        Consumer<Set<String>> wake,
        Consumer<Set<String>> wakeHere,
        Consumer<Set<String>> lookAt,
        Runnable onHeartbeat) {

    /** What an engine has whether it is started or not. */
    record Kept(RandomGenerator random, FirePlanning planning, RollupWriter rollups, Spans spans) {}

    Machinery of(Worker worker) {
        Store store = parts.store();
        Signal signal = new Signal();
        List<Lane> lanes = lanes(parts.settings());
        Attempts attempts = attempts(worker, signal);
        Scheduler scheduler = new Scheduler(store, kept.planning(), parts.events(), wake, lookAt);
        Releaser releaser = new Releaser(store.jobs(), worker, wakeHere);
        WorkerRequests requests = new WorkerRequests(store.workers(), worker);
        WakeUps.Listening listening = store.wakeUps().listen(wakeHere);
        Dispatcher dispatcher = new Dispatcher(
                store,
                worker,
                lanes,
                attempts,
                parts.events(),
                new Dispatcher.Settings(
                        signal,
                        parts.settings().poll(),
                        listening::isPrompt,
                        keys -> {
                            // Also while the engine stops, and hears of nothing any more.
                            releaser.ask(keys);
                            lookAt.accept(keys);
                        },
                        types -> parked(worker, types)));
        Heartbeat heartbeat = new Heartbeat(
                store,
                worker,
                parts.events(),
                parts.settings(),
                parts.clock(),
                () -> follow(worker, dispatcher, lanes));
        Rescuer rescuer = new Rescuer(store, heartbeat, parts.events(), parts.settings(), wake);
        return new Machinery(
                worker,
                dispatcher,
                attempts,
                new DutyLoop("rota-heartbeat", List.of(heartbeat), parts.events()),
                new DutyLoop(
                        "rota-duties", duties(worker, List.of(scheduler, releaser, requests, rescuer)), parts.events()),
                new DutyLoop("rota-pruning", Pruner.all(store, parts.settings(), parts.events()), parts.events()),
                scheduler,
                releaser,
                requests,
                rescuer,
                signal,
                listening);
    }

    /** One for each queue with slots of its own, and one for all others. */
    private static List<Lane> lanes(EngineSettings settings) {
        Set<String> own = settings.queueSlots().keySet();
        List<Lane> lanes = new ArrayList<>();
        settings.queueSlots().forEach((queue, slots) -> lanes.add(new Lane(queue, slots, Set.of())));
        lanes.add(new Lane(EngineSettings.ANY_QUEUE, settings.slots(), own));
        return lanes;
    }

    private Attempts attempts(Worker worker, Signal signal) {
        return new Attempts(
                worker,
                parts.handlers(),
                new AttemptRunner(
                        parts.codec(),
                        parts.events(),
                        kept.random(),
                        new JobErrors(parts.fingerprints()),
                        kept.spans()),
                new RunningJob.Tools(parts.store(), parts.codec(), parts.clock(), parts.handlers()),
                signal);
    }

    private List<Duty> duties(Worker worker, List<Duty> woken) {
        Store store = parts.store();
        List<Duty> all = new ArrayList<>(woken);
        all.add(new NoteWriter(store.jobs(), worker));
        all.add(kept.rollups());
        all.add(new DeployNote(store, worker, parts.settings().version()));
        return all;
    }

    /** What another worker has a handler for is left to it from now on, and it is told that something waits. */
    private void parked(Worker worker, Set<String> types) {
        Set<String> excluded = new HashSet<>(worker.excludedTypes());
        Duration lease = parts.settings().lease();
        Set<String> elsewhere = parts.store().workers().typesElsewhere(worker.id(), lease);
        types.stream().filter(elsewhere::contains).forEach(excluded::add);
        worker.excludedTypes(excluded);
        parts.store().wakeUps().send(Set.of());
    }

    /** Goes by what a heartbeat has brought. */
    private void follow(Worker worker, Dispatcher dispatcher, List<Lane> lanes) {
        // The store may not have known the worker at the start.
        kept.rollups().writeAs(worker.id());
        if (worker.hasPaused()) {
            dispatcher.handBackPaused(parts.store().now());
        }
        lanes.forEach(lane -> lane.slots(worker.slots(lane.name())));
        dispatcher.wake(Set.of());
        onHeartbeat.run();
    }
}
