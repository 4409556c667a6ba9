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

/**
 * Makes jobs durable that join no transaction. Threads that enqueue at the same time share a commit: the first of them
 * writes what has come in meanwhile for all. Each call returns when its own jobs are durable. Thread-safe.
 */
final class Enqueuer {
    private static final int MOST_JOBS = 2_000;

    private final JobStore jobs;
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    /** True while a thread writes, or has been told to; if false, nobody waits. */
    private boolean writing;

    /**
     * What a thread wants to have written.
     *
     * @param turn completed when it is written, or when it is for its thread to write
     */
    private record Call(List<NewJob> jobs, CompletableFuture<List<Enqueued>> done, CompletableFuture<Boolean> turn) {}

    Enqueuer(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Makes the jobs durable, all or none. */
    List<Enqueued> enqueue(List<NewJob> newJobs) {
        if (newJobs.size() >= MOST_JOBS || newJobs.stream().anyMatch(Enqueuer::mayBeRejected)) {
            return jobs.enqueue(newJobs);
        }
        Call call = new Call(newJobs, new CompletableFuture<>(), new CompletableFuture<>());
        boolean first;
        synchronized (waiting) {
            waiting.add(call);
            first = !writing;
            writing = true;
        }
        if (first || call.turn().join() && !call.done().isDone()) {
            writeAll();
        }
        return result(call);
    }

    /**
     * Writes the first call that waits, which is the calling thread's own, with all that have come in behind it. The next
     * to write is woken before those whose jobs are written, so that nobody waits for them to wake up.
     */
    private void writeAll() {
        List<Call> taken = take();
        try {
            write(taken);
        } finally {
            Call next;
            synchronized (waiting) {
                next = waiting.peek();
                writing = next != null;
            }
            if (next != null) {
                next.turn().complete(true);
            }
            taken.forEach(call -> call.turn().complete(true));
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
            while (!waiting.isEmpty() && size + waiting.peek().jobs().size() <= MOST_JOBS) {
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
