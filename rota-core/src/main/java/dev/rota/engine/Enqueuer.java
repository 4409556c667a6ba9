package dev.rota.engine;

import dev.rota.job.NewJob;
import dev.rota.job.OnConflict;
import dev.rota.job.RotaException;
import dev.rota.store.JobStore;
import dev.rota.store.JobStore.Enqueued;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs durable that join no transaction. As many threads write at the same time as the store can make use of, each
 * its own jobs; what comes in meanwhile is written together by the next that is free, in one commit. Each call returns
 * when its own jobs are durable. Thread-safe.
 */
final class Enqueuer {
    /** That are written together, unless one call has more. */
    private static final int MOST_JOBS = 2_000;

    /** Turns that jobs with unique keys leave to those without. */
    private static final int KEPT_FOR_PLAIN = 2;

    private final JobStore jobs;
    /** Of jobs without unique keys. */
    private final Line plain = new Line();
    /** Of the others: they may have to wait for somebody else's transaction, which must not hold up the plain ones. */
    private final Line keyed = new Line();

    /**
     * What a thread wants to have written.
     *
     * @param alone true when a job of it may be rejected, which must not take other calls with it
     * @param turn true when it is for its thread to write, false when another has written it
     */
    private record Call(
            List<NewJob> jobs,
            boolean alone,
            CompletableFuture<List<Enqueued>> done,
            CompletableFuture<Boolean> turn) {}

    Enqueuer(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Makes the jobs durable, all or none. */
    List<Enqueued> enqueue(List<NewJob> newJobs) {
        boolean isPlain = newJobs.stream().allMatch(job -> job.unique() == null);
        Line line = isPlain ? plain : keyed;
        int turns = jobs.concurrentEnqueues();
        Call call = line.waitUnlessFree(newJobs, isPlain ? turns : Math.max(1, turns - KEPT_FOR_PLAIN));
        if (call == null) {
            try {
                return jobs.enqueue(newJobs);
            } finally {
                line.passOn();
            }
        }
        if (call.turn().join()) {
            writeAll(line);
        }
        return result(call);
    }

    /**
     * Writes what waits in a line. The next to write is woken before those whose jobs are written, so that nobody waits for
     * them to wake up.
     */
    private void writeAll(Line line) {
        List<Call> taken = line.take();
        // That this thread is interrupted must not fail the calls of others.
        boolean interrupted = Thread.interrupted();
        try {
            if (!taken.isEmpty()) {
                write(taken);
            }
        } finally {
            line.passOn();
            taken.forEach(call -> call.turn().complete(false));
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(List<Call> calls) {
        List<NewJob> all = new ArrayList<>();
        calls.forEach(call -> all.addAll(call.jobs()));
        try {
            List<Enqueued> made = jobs.enqueue(all);
            int from = 0;
            for (Call call : calls) {
                call.done()
                        .complete(List.copyOf(
                                made.subList(from, from + call.jobs().size())));
                from += call.jobs().size();
            }
        } catch (Throwable e) {
            if (calls.size() == 1 || mayBeWritten(e)) {
                calls.forEach(call -> call.done().completeExceptionally(e));
            } else {
                calls.forEach(call -> write(List.of(call)));
            }
        }
    }

    /** If the connection broke in the commit, nobody knows: to write again would make the jobs twice. */
    private static boolean mayBeWritten(Throwable error) {
        return !(error instanceof RuntimeException) || Failures.mayPass(error);
    }

    private static List<Enqueued> result(Call call) {
        try {
            return call.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RotaException known) {
                throw known;
            }
            throw e;
        }
    }

    private static boolean mayBeRejected(NewJob job) {
        return job.unique() != null && job.unique().onConflict() == OnConflict.REJECT;
    }

    /** Calls that take turns, and are written together where they have to wait. Thread-safe. */
    private static final class Line {
        private final ArrayDeque<Call> waiting = new ArrayDeque<>();
        /** Threads that write, or have been told to; if there are turns left, nobody waits. */
        private int writers;

        /** Makes this thread a writer, and gives null; or lines its jobs up. */
        synchronized @Nullable Call waitUnlessFree(List<NewJob> newJobs, int turns) {
            if (writers < turns) {
                writers++;
                return null;
            }
            boolean alone = newJobs.stream().anyMatch(Enqueuer::mayBeRejected);
            Call call = new Call(newJobs, alone, new CompletableFuture<>(), new CompletableFuture<>());
            waiting.add(call);
            return call;
        }

        /** Lets the first that waits and has not been told to write do so, in the place of this thread. */
        synchronized void passOn() {
            for (Call call : waiting) {
                if (call.turn().complete(true)) {
                    return;
                }
            }
            writers--;
        }

        /** The first that waits, with those behind it that can be written with it. */
        synchronized List<Call> take() {
            List<Call> taken = new ArrayList<>();
            int size = 0;
            while (!waiting.isEmpty() && (taken.isEmpty() || goesWith(taken.get(0), size))) {
                Call call = waiting.remove();
                size += call.jobs().size();
                taken.add(call);
            }
            return taken;
        }

        /** Whether the next call can be written together with so many jobs of the first and those between. */
        private boolean goesWith(Call first, int size) {
            Call next = waiting.element();
            return !first.alone() && !next.alone() && size + next.jobs().size() <= MOST_JOBS;
        }
    }
}
