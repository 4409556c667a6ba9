package dev.rota.testing.contract;

import dev.rota.job.Attempt;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobArchive;
import dev.rota.store.JobStore.Change;
import dev.rota.store.JobStore.Enqueued;
import dev.rota.store.JobStore.Rescue;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.Store;
import dev.rota.store.Transition;
import dev.rota.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a trace on a store and on the model, and compares them after each step. */
final class TraceRun {
    private static final int MAX_CRASHES = 1;
    private static final int MOST_JOBS = 1000;

    private final Store store;
    private final TestClock clock;
    private final Model model;
    private final TraceJobs jobs = new TraceJobs();
    private final TraceJava java = new TraceJava();
    private final Map<Long, Long> storeIds = new HashMap<>();
    private final Map<Long, Long> modelIds = new HashMap<>();
    private final List<Long> workers = new ArrayList<>();
    private final List<Job> held = new ArrayList<>();
    private final List<Job> ended = new ArrayList<>();

    TraceRun(Store store, TestClock clock) {
        this.store = store;
        this.clock = clock;
        model = new Model(clock);
    }

    /** The steps as they were run, as the statements of a test. */
    List<String> lines() {
        return java.lines();
    }

    /**
     * Runs a trace.
     *
     * @return what differs after which step; null if nothing does
     */
    @Nullable
    String run(List<TraceStep> steps) {
        try {
            limit(TraceJobs.RATED, new Limits(null, 2, Duration.ofSeconds(8)));
            register();
            for (TraceStep step : steps) {
                perform(step);
                compareJobs();
            }
            compareAttempts();
            return null;
        } catch (Difference e) {
            return e.getMessage();
        } catch (RuntimeException e) {
            return "threw " + e;
        }
    }

    private static final class Difference extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Difference(String message) {
            super(message);
        }
    }

    private void same(String what, @Nullable Object expected, @Nullable Object found) {
        if (!Objects.equals(expected, found)) {
            throw new Difference(what + ": expected " + expected + ", found " + found);
        }
    }

    private void perform(TraceStep step) {
        int worker = step.a() % workers.size();
        switch (step.verb()) {
            case ENQUEUE -> enqueue(step);
            case CLAIM -> claim(worker, step);
            case FINISH -> finish(step);
            case FINISH_LATE -> finishLate(step);
            case CANCEL ->
                change(
                        "cancel",
                        step,
                        id -> model.cancel(id),
                        id -> store.jobs().cancel(id, "ann", "not wanted"));
            case RETRY -> retry(step);
            case RUN_NOW ->
                change(
                        "runNow",
                        step,
                        id -> model.runNow(id),
                        id -> store.jobs().runNow(id, "ann"));
            case DELETE ->
                change(
                        "delete",
                        step,
                        id -> model.delete(id),
                        id -> store.jobs().delete(id, "ann"));
            case RELEASE_BLOCKED -> {
                java.line("store.jobs().releaseBlocked(1000)");
                same(
                        "queues of what was let go",
                        model.releaseBlocked(),
                        store.jobs().releaseBlocked(1000));
            }
            case UNPARK -> {
                java.line("store.jobs().unpark(Set.of(TYPE.name()), 1000)");
                store.jobs().unpark(Set.of(TraceJobs.TYPE), 1000);
                model.unpark(TraceJobs.TYPE);
            }
            case RESCUE -> rescue();
            case HEARTBEAT -> heartbeat(worker);
            case REGISTER -> register();
            case STOP -> stop(worker);
            case PAUSE -> pause(step);
            case RESUME -> resume(step);
            case LIMIT ->
                limit(TraceJobs.NARROW, step.a() % 3 == 0 ? Limits.NONE : new Limits(1 + step.b() % 3, null, null));
            case ADVANCE -> {
                Duration by = Duration.ofSeconds(4L * (1 + step.a() % 3));
                java.line("clock.advance(" + TraceJava.duration(by) + ")");
                clock.advance(by);
            }
        }
    }

    private void enqueue(TraceStep step) {
        List<NewJob> batch = jobs.batch(step);
        java.batch(batch);
        List<Model.Placed> placed = new ArrayList<>();
        for (NewJob job : batch) {
            Model.Placed one = model.enqueue(job);
            if (one != null) {
                placed.add(one);
            }
        }
        if (placed.isEmpty()) {
            java.refused();
        } else {
            java.placed(placed.stream().map(Model.Placed::id).toList());
        }
        List<Enqueued> enqueued;
        try {
            enqueued = store.jobs().enqueue(batch);
        } catch (DuplicateJobException e) {
            // Only a batch of one job may be rejected, so that the model needs no transaction.
            enqueued = List.of();
        }
        same("how many were enqueued", placed.size(), enqueued.size());
        for (int i = 0; i < placed.size(); i++) {
            Model.Placed one = placed.get(i);
            if (one.fresh()) {
                storeIds.put(one.id(), enqueued.get(i).id());
                modelIds.put(enqueued.get(i).id(), one.id());
                same(
                        "due",
                        model.shown(model.job(one.id())) == JobState.QUEUED,
                        enqueued.get(i).due());
            }
            same("fresh", one.fresh(), enqueued.get(i).fresh());
            same("id", "#" + one.id(), name(enqueued.get(i).id()));
        }
    }

    private String name(long storeId) {
        Long id = modelIds.get(storeId);
        return id == null ? "an unknown job" : "#" + id;
    }

    private long storeId(long modelId) {
        return Objects.requireNonNull(storeIds.get(modelId), "a job of the store");
    }

    private void claim(int worker, TraceStep step) {
        boolean limited = step.b() % 3 == 0;
        Set<String> queues = limited
                ? Set.of(step.c() % 2 == 0 ? TraceJobs.NARROW : TraceJobs.RATED)
                : Set.of(TraceJobs.WIDE, TraceJobs.NARROW, TraceJobs.RATED);
        int most = 1 + step.d() % 3;
        java.claim(worker, limited, most, queues);
        List<String> expected = model.claim(workers.get(worker), limited, most, queues).stream()
                .map(job -> "#" + job.id)
                .toList();
        java.expects(expected);
        Exchange exchange = new Exchange(
                workers.get(worker), List.of(), List.of(new Exchange.ClaimRequest(queues, limited, most)), Set.of());
        List<Job> claimed = store.jobs().exchange(exchange).claimed();
        java.claimed(claimed);
        same("claimed", expected, claimed.stream().map(job -> name(job.id())).toList());
        held.addAll(claimed);
    }

    private void finish(TraceStep step) {
        if (!held.isEmpty()) {
            Job job = held.remove(step.a() % held.size());
            ended.add(job);
            finish(job, TraceJobs.transition(step));
        }
    }

    private void finishLate(TraceStep step) {
        if (!ended.isEmpty()) {
            finish(ended.get(step.a() % ended.size()), TraceJobs.transition(step));
        }
    }

    private void finish(Job job, Transition transition) {
        java.finish(job, transition);
        java.expects(name(job.id()) + " under lease " + job.lease());
        long worker = StoreContract.workerOf(job);
        boolean counts = model.finish(Objects.requireNonNull(modelIds.get(job.id())), job.lease(), worker, transition);
        Exchange.Answer answer = store.jobs()
                .exchange(new Exchange(worker, List.of(new Finish(job, transition, null)), List.of(), Set.of()));
        same("lost finishes", counts ? 0 : 1, answer.lost().size());
    }

    private void change(String verb, TraceStep step, LongFunction<Change> onModel, LongFunction<Change> onStore) {
        if (storeIds.isEmpty()) {
            return;
        }
        long id = 1L + step.a() % storeIds.size();
        String more = verb.equals("cancel") ? ", \"not wanted\"" : "";
        java.line("store.jobs().%s(%s, \"ann\"%s)".formatted(verb, java.job(id), more));
        Change expected = onModel.apply(id);
        java.expects(expected + ", #" + id);
        same(verb, expected, onStore.apply(storeId(id)));
    }

    private void retry(TraceStep step) {
        long id = storeIds.isEmpty() ? 0 : 1 + step.a() % storeIds.size();
        ModelJob job = model.jobs().get(id);
        // Which states count for a key that is taken again is not the seam's to say, unless it is the usual ones.
        if (job == null || job.request.unique() == null || TraceJobs.hasUsualStates(job.request)) {
            change("retry", step, model::retry, each -> store.jobs().retry(each, "ann"));
        }
    }

    private void rescue() {
        java.line("store.jobs().rescue(LEASE, " + MAX_CRASHES + ", 1000)");
        Set<Long> expected = model.rescue(StoreContract.LEASE, MAX_CRASHES);
        Set<Long> found = new HashSet<>();
        for (Rescue rescue : store.jobs().rescue(StoreContract.LEASE, MAX_CRASHES, 1000)) {
            Long id = Objects.requireNonNull(modelIds.get(rescue.jobId()), "a rescued job was enqueued");
            if (model.job(id).state != JobState.CANCELLED) {
                found.add(id);
            }
        }
        same("rescued", expected, found);
    }

    private void register() {
        java.line("long worker%d = worker(\"worker %d\")".formatted(workers.size(), workers.size()));
        long worker = store.workers().register(StoreContract.registration("worker " + workers.size(), TraceJobs.TYPE));
        workers.add(worker);
        model.register(worker);
    }

    private void heartbeat(int worker) {
        java.line("store.workers().heartbeat(worker" + worker + ")");
        long id = workers.get(worker);
        same("known", model.heartbeat(id), store.workers().heartbeat(id).known());
        Set<Long> expected =
                model.cancelRequests(id).stream().map(this::storeId).collect(Collectors.toSet());
        same("requests to cancel", expected, store.workers().cancelRequests(id).keySet());
    }

    private void stop(int worker) {
        java.line("store.workers().stop(worker" + worker + ")");
        store.workers().stop(workers.get(worker));
        model.stop(workers.get(worker));
    }

    private void pause(TraceStep step) {
        String queue = TraceJobs.queue(step.a());
        Instant until = step.b() % 2 == 0 ? null : clock.instant().plusSeconds(4L * (1 + step.c() % 4));
        java.pause(queue, until, clock.instant());
        store.queues().pause(queue, "ann", null, until);
        model.queue(queue).pause(until);
    }

    private void resume(TraceStep step) {
        String queue = TraceJobs.queue(step.a());
        java.line("store.queues().resume(" + TraceJava.text(queue) + ")");
        store.queues().resume(queue);
        model.queue(queue).resume();
    }

    private void limit(String queue, Limits limits) {
        java.limit(queue, limits);
        store.queues().limit(queue, limits);
        model.queue(queue).limit(limits, clock.instant());
    }

    private void compareJobs() {
        Map<Long, Job> found = new HashMap<>();
        store.archive().list(JobArchive.Query.NEWEST.limit(MOST_JOBS)).forEach(job -> found.put(job.id(), job));
        for (ModelJob expected : model.jobs().values()) {
            Job job = found.remove(storeId(expected.id));
            if (job == null) {
                throw new Difference("#" + expected.id + " is not in the store");
            }
            compare(expected, job);
        }
        same("jobs that the model does not have", Set.of(), found.keySet());
        Map<JobState, Long> counts = new HashMap<>(store.archive().counts(MOST_JOBS));
        counts.values().removeIf(count -> count == 0);
        same("counts", model.counts(), counts);
    }

    private void compare(ModelJob expected, Job job) {
        String name = "#" + expected.id;
        same(name + " state", model.shown(expected), job.state());
        same(name + " blocked by", expected.blockedBy, job.blockedBy());
        same(name + " due at", expected.dueAt, job.times().dueAt());
        same(name + " lease", expected.lease, job.lease());
        same(name + " args", expected.request.args(), job.args());
        if (expected.state != JobState.CANCELLED) {
            same(name + " attempt", expected.attempt, job.attempt());
            same(name + " crashes", expected.crashes, job.crashes());
            same(name + " max attempts", expected.maxAttempts, job.maxAttempts());
        }
    }

    private void compareAttempts() {
        for (ModelJob expected : model.jobs().values()) {
            same(
                    "#" + expected.id + " attempts",
                    expected.attempts,
                    store.archive().attempts(storeId(expected.id)).stream()
                            .map(Attempt::outcome)
                            .toList());
        }
    }
}
