package dev.rota.testing.contract;

import dev.rota.job.Attempt;
import dev.rota.job.DuplicateJobException;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.store.Exchange;
import dev.rota.store.Finish;
import dev.rota.store.JobArchive;
import dev.rota.store.JobStore;
import dev.rota.store.QueueStore;
import dev.rota.store.Store;
import dev.rota.store.WorkerStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store on the model itself, as far as traces go, with one fault. */
final class ModelStore {
    /** What such a store may do wrong. */
    enum Fault {
        NONE,
        CLAIMS_BACKWARDS,
        ACCEPTS_LATE_FINISHES,
        FORGETS_CRASHES,
        RELEASES_NOTHING,
        FORGETS_UNIQUE_KEYS,
        CANCELS_RUNNING_JOBS_AT_ONCE,
        LOSES_ATTEMPTS
    }

    private final Model model;
    private final InstantSource clock;
    private final Fault fault;
    private long lastWorker;

    private ModelStore(InstantSource clock, Fault fault) {
        this.model = new Model(clock);
        this.clock = clock;
        this.fault = fault;
    }

    static Store open(InstantSource clock, Fault fault) {
        ModelStore store = new ModelStore(clock, fault);
        JobStore jobs = answering(JobStore.class, store::jobs);
        JobArchive archive = answering(JobArchive.class, store::archive);
        WorkerStore workers = answering(WorkerStore.class, store::workers);
        QueueStore queues = answering(QueueStore.class, store::queues);
        return answering(Store.class, (verb, args) -> switch (verb) {
            case "jobs" -> jobs;
            case "archive" -> archive;
            case "workers" -> workers;
            case "queues" -> queues;
            case "close" -> null;
            default -> throw new UnsupportedOperationException(verb);
        });
    }

    private interface Answers {
        @Nullable
        Object answer(String verb, Object[] args);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> answers.answer(method.getName(), args == null ? new Object[0] : args)));
    }

    private Object jobs(String verb, Object[] args) {
        return switch (verb) {
            case "enqueue" -> enqueue((List<?>) args[0]);
            case "exchange" -> exchange((Exchange) args[0]);
            case "releaseBlocked" -> fault == Fault.RELEASES_NOTHING ? Set.of() : model.releaseBlocked();
            case "unpark" -> {
                model.unpark(TraceJobs.TYPE);
                yield Set.of();
            }
            case "rescue" ->
                model.rescue((Duration) args[0], (Integer) args[1]).stream()
                        .map(id -> new JobStore.Rescue(id, TraceJobs.TYPE, "", 0, 0, false))
                        .toList();
            case "cancel" -> cancel((Long) args[0]);
            case "retry" -> model.retry((Long) args[0]);
            case "runNow" -> model.runNow((Long) args[0]);
            case "delete" -> model.delete((Long) args[0]);
            default -> throw new UnsupportedOperationException(verb);
        };
    }

    private List<JobStore.Enqueued> enqueue(List<?> requests) {
        List<JobStore.Enqueued> enqueued = new ArrayList<>();
        for (Object request : requests) {
            NewJob job = (NewJob) request;
            Model.Placed placed = model.enqueue(fault == Fault.FORGETS_UNIQUE_KEYS ? job.unique(null) : job);
            if (placed == null) {
                throw new DuplicateJobException(job.type(), "key", 0);
            }
            boolean due = model.shown(model.job(placed.id())) == JobState.QUEUED;
            enqueued.add(new JobStore.Enqueued(placed.id(), placed.fresh(), due, true));
        }
        return enqueued;
    }

    private JobStore.Change cancel(long id) {
        JobStore.Change change = model.cancel(id);
        boolean asked = change == JobStore.Change.REQUESTED;
        return asked && fault == Fault.CANCELS_RUNNING_JOBS_AT_ONCE ? JobStore.Change.DONE : change;
    }

    private Exchange.Answer exchange(Exchange exchange) {
        List<Finish> lost = new ArrayList<>();
        for (Finish finish : exchange.finishes()) {
            Job job = finish.job();
            boolean counts = model.finish(job.id(), job.lease(), exchange.workerId(), finish.transition());
            if (!counts && fault != Fault.ACCEPTS_LATE_FINISHES) {
                lost.add(finish);
            }
        }
        List<Job> claimed = new ArrayList<>();
        for (Exchange.ClaimRequest request : exchange.requests()) {
            for (ModelJob job : model.claim(exchange.workerId(), request.limited(), request.most(), request.queues())) {
                claimed.add(fault == Fault.CLAIMS_BACKWARDS ? 0 : claimed.size(), seen(job));
            }
        }
        return new Exchange.Answer(claimed, lost);
    }

    private Object archive(String verb, Object[] args) {
        return switch (verb) {
            case "list" -> model.jobs().values().stream().map(this::seen).toList();
            case "counts" -> model.counts();
            case "attempts" -> {
                List<Attempt> attempts = new ArrayList<>();
                for (Attempt.Outcome outcome : model.job((Long) args[0]).attempts) {
                    attempts.add(new Attempt(0, 1, 1, 1, Instant.EPOCH, null, outcome, null, null));
                }
                boolean loses = fault == Fault.LOSES_ATTEMPTS && attempts.size() > 1;
                yield loses ? attempts.subList(1, attempts.size()) : attempts;
            }
            default -> throw new UnsupportedOperationException(verb);
        };
    }

    private Job seen(ModelJob job) {
        return new Job(
                job.id,
                model.shown(job),
                job.request.maxAttempts(job.maxAttempts),
                job.attempt,
                fault == Fault.FORGETS_CRASHES ? 0 : job.crashes,
                job.lease,
                job.worker,
                new Job.Times(clock.instant(), job.dueAt, null, null, null),
                job.blockedBy,
                null,
                null,
                null);
    }

    private @Nullable Object workers(String verb, Object[] args) {
        return switch (verb) {
            case "register" -> {
                model.register(++lastWorker);
                yield lastWorker;
            }
            case "heartbeat" -> new WorkerStore.Pulse(model.heartbeat((Long) args[0]), false, false, Map.of(), null);
            case "cancelRequests" -> {
                Map<Long, String> requests = new java.util.HashMap<>();
                model.cancelRequests((Long) args[0]).forEach(id -> requests.put(id, "not wanted"));
                yield requests;
            }
            case "stop" -> {
                model.stop((Long) args[0]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(verb);
        };
    }

    private @Nullable Object queues(String verb, @Nullable Object[] args) {
        ModelQueue queue = model.queue(String.valueOf(args[0]));
        switch (verb) {
            case "pause" -> queue.pause((Instant) args[3]);
            case "limit" -> {
                if (args[1] instanceof QueueStore.Limits limits) {
                    queue.limit(limits, clock.instant());
                }
            }
            case "resume" -> queue.resume();
            default -> throw new UnsupportedOperationException(verb);
        }
        return verb.equals("resume") ? Boolean.TRUE : null;
    }
}
