package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore;
import dev.rota.console.OperationStore.End;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.OperationStore.Progress;
import dev.rota.console.OperationStore.State;
import dev.rota.job.Job;
import dev.rota.store.JobStore.Change;
import dev.rota.web.query.JobQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through operations in small batches, one operation at a time, on a thread of its own. What a process leaves behind
 * when it dies, another goes on with: an operation goes down the ids, and where it is stands in the store.
 */
final class OperationRunner implements AutoCloseable {
    static final int BATCH = 100;

    private static final Logger LOG = LoggerFactory.getLogger(OperationRunner.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final long LOOK_SECONDS = 5;
    private static final int LOOKED_AT = 20;
    private static final long PATIENCE_SECONDS = 10;

    private final Rota rota;
    private final JobSearch search;
    private final String name = "web " + Secrets.randomToken().substring(0, 8);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "rota-web-operations");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean closed;

    /** What is to be done, in batches. */
    interface Work {
        /** How many things it is about. */
        long matched();

        /**
         * Does the next, and counts it. Called again for what was done already if a process died in between.
         *
         * @return false if that was the last
         * @throws Problem if it can never be done
         */
        boolean batch(Tally tally);
    }

    /** Where an operation is, while it is worked on. */
    static final class Tally {
        @Nullable
        Long matched;

        long done;
        long skipped;
        long failed;
        List<LeftAlone> leftAlone;

        @Nullable
        Long cursor;

        Tally(Progress from) {
            matched = from.matched();
            done = from.done();
            skipped = from.skipped();
            failed = from.failed();
            cursor = from.cursor();
            leftAlone = LeftAlone.parse(from.notes());
        }

        /** Leaves a job alone. */
        void skip(String reason, long id) {
            skipped++;
            leftAlone = LeftAlone.with(leftAlone, "skipped", reason, id);
        }

        /** Could not change a job. */
        void fail(String reason, long id) {
            failed++;
            leftAlone = LeftAlone.with(leftAlone, "failed", reason, id);
        }

        Progress progress() {
            return new Progress(matched, done, skipped, failed, cursor, LeftAlone.text(leftAlone));
        }
    }

    OperationRunner(Rota rota, JobSearch search) {
        this.rota = rota;
        this.search = search;
    }

    /** Begins to look for operations that nobody works on. */
    void start() {
        var unused = thread.scheduleWithFixedDelay(this::safely, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** There is one now. */
    void wake() {
        if (!closed) {
            thread.execute(this::safely);
        }
    }

    private void safely() {
        try {
            while (!closed && isAnyOpen() && runOne()) {
                // One after the other.
            }
        } catch (RuntimeException e) {
            // Its heartbeat falls silent, and whoever sees that goes on with it.
            LOG.warn("An operation is interrupted and will be taken up again: {}", e.toString());
        }
    }

    /** Reading is cheap, and most of the time there is nothing to claim. */
    private boolean isAnyOpen() {
        return store().list(null, LOOKED_AT).stream()
                .anyMatch(operation -> !operation.state().hasEnded());
    }

    private OperationStore store() {
        return rota.store().console().operations();
    }

    private boolean runOne() {
        Optional<Operation> claimed = store().claimOne(name, SILENCE);
        claimed.ifPresent(this::run);
        return claimed.isPresent();
    }

    private void run(Operation operation) {
        Tally tally = new Tally(operation.progress());
        try {
            Work work = work(operation);
            tally.matched = tally.matched == null ? (Long) work.matched() : tally.matched;
            run(operation, work, tally);
        } catch (Problem e) {
            store().finish(operation.id(), operation.lease(), End.failed(tally.progress(), e.detail()));
        }
    }

    private void run(Operation operation, Work work, Tally tally) {
        boolean more = true;
        while (more) {
            more = work.batch(tally);
            if (closed) {
                store().release(operation.id(), operation.lease());
                return;
            }
            Optional<State> state = store().progress(operation.id(), operation.lease(), tally.progress());
            if (state.isEmpty()) {
                return;
            }
            if (state.get() == State.STOPPING) {
                store().finish(operation.id(), operation.lease(), End.stopped(tally.progress()));
                return;
            }
        }
        store().finish(operation.id(), operation.lease(), End.finished(tally.progress()));
    }

    /** @throws Problem if what stands in the operation is nothing that can be done */
    private Work work(Operation operation) {
        String action = operation.order().action();
        if (action.equals(BackfillWork.ACTION)) {
            return new BackfillWork(rota, operation);
        }
        if (action.equals(PurgeWork.ACTION)) {
            return new PurgeWork(rota, search, operation);
        }
        BulkAct act = BulkAct.of(action, operation.order().value());
        return new JobWork(operation, act, JobFilter.parse(operation.order().query()));
    }

    /** Does one thing to all jobs that match, the newest first. */
    private final class JobWork implements Work {
        private final Operation operation;
        private final BulkAct act;
        private final JobQuery query;

        JobWork(Operation operation, BulkAct act, JobQuery query) {
            this.operation = operation;
            this.act = act;
            this.query = query;
        }

        @Override
        public long matched() {
            return search.count(query).value();
        }

        @Override
        public boolean batch(Tally tally) {
            Long max = operation.order().max();
            JobSearch.Found found = search.find(query, tally.cursor, BATCH);
            for (Job job : found.jobs()) {
                if (max != null && tally.done >= max) {
                    return false;
                }
                act(operation, act, job, tally);
                tally.cursor = job.id();
            }
            tally.cursor = found.next() == null ? tally.cursor : found.next();
            return found.next() != null;
        }
    }

    private void act(Operation operation, BulkAct act, Job job, Tally tally) {
        if (!act.action().isAllowedIn(job.state())) {
            tally.skip("is " + Problem.lower(job.state()), job.id());
            return;
        }
        String by = operation.order().createdBy() + " by operation " + operation.id();
        try {
            Change change = act.attempt(rota.jobs(), job, by, operation.order().reason());
            if (change == Change.DONE || change == Change.REQUESTED) {
                tally.done++;
            } else {
                tally.skip(skipped(act, change), job.id());
            }
        } catch (IllegalArgumentException e) {
            // Of this job alone, as where it has all the tags that a job may have: the others may be well.
            tally.fail(String.valueOf(e.getMessage()), job.id());
        }
    }

    private static String skipped(BulkAct act, Change change) {
        if (change == Change.NOT_FOUND) {
            return "deleted meanwhile";
        }
        return act.action().act() == null ? "is so already" : "changed its state meanwhile";
    }

    /** Lets the batch at hand end, so that nothing asks the store once it is closed. */
    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("An operation has not come to a stop within {} s, and is left behind", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
