package dev.rota.engine;

import dev.rota.job.DuplicateJobException;
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

    private final JobStore jobs;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    /** Threads that write, or have been told to; if the store would have more of them, nobody waits. */
    private int writers;

    /**
     * What a thread wants to have written.
     *
     * @param turn true when it is for its thread to write, false when another has written it
     */
    private record Call(List<NewJob> jobs, CompletableFuture<List<Enqueued>> done, CompletableFuture<Boolean> turn) {}

    Enqueuer(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Makes the jobs durable, all or none. */
    List<Enqueued> enqueue(List<NewJob> newJobs) {
        if (newJobs.stream().anyMatch(Enqueuer::mayBeRejected)) {
            return jobs.enqueue(newJobs);
        }
        Call call = waitUnlessFree(newJobs);
        if (call == null) {
            try {
                return jobs.enqueue(newJobs);
            } finally {
                passOn();
            }
        }
        if (call.turn().join()) {
            writeAll();
        }
        return result(call);
    }

    /** Makes this thread a writer, and gives null; or lines its jobs up. */
    private @Nullable Call waitUnlessFree(List<NewJob> newJobs) {
        synchronized (waiting) {
            if (writers < jobs.concurrentEnqueues()) {
                writers++;
                return null;
            }
            Call call = new Call(newJobs, new CompletableFuture<>(), new CompletableFuture<>());
            waiting.add(call);
            return call;
        }
    }

    /**
     * Writes all that waits. The next to write is woken before those whose jobs are written, so that nobody waits for them
     * to wake up.
     */
    private void writeAll() {
        List<Call> taken = take();
        try {
            if (!taken.isEmpty()) {
                write(taken);
            }
        } finally {
            passOn();
            taken.forEach(call -> call.turn().complete(false));
        }
    }

    /** Lets the first that waits and has not been told to write do so, in the place of this thread. */
    private void passOn() {
        synchronized (waiting) {
            for (Call call : waiting) {
                if (call.turn().complete(true)) {
                    return;
                }
            }
            writers--;
        }
    }

    /** One that may throw must not take others with it. */
    private static boolean mayBeRejected(NewJob job) {
        return job.unique() != null && job.unique().onConflict() == OnConflict.REJECT;
    }

    private List<Call> take() {
        List<Call> taken = new ArrayList<>();
        int size = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty()
                    && (taken.isEmpty() || size + waiting.peek().jobs().size() <= MOST_JOBS)) {
                Call call = waiting.remove();
                size += call.jobs().size();
                taken.add(call);
            }
        }
        return taken;
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
            if (e.getCause() instanceof DuplicateJobException duplicate) {
                throw duplicate;
            }
            if (e.getCause() instanceof RotaException known) {
                throw known;
            }
            throw e;
        }
    }
}
