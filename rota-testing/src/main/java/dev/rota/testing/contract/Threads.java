package dev.rota.testing.contract;

import dev.rota.store.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that begin together. */
final class Threads {
    private static final int MOST_TRIES = 1000;

    private Threads() {}

    /** What each thread does. */
    interface Work {
        void run(int thread) throws Exception;
    }

    /** Runs work in so many threads at once, and throws what the first of them threw. */
    static void together(int threads, Work work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            CompletionService<Boolean> ended = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < threads; i++) {
                int thread = i;
                ended.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    work.run(thread);
                    return true;
                });
            }
            for (int i = 0; i < threads; i++) {
                join(ended);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void join(CompletionService<Boolean> ended) {
        try {
            Future<Boolean> first = ended.poll(100, TimeUnit.SECONDS);
            if (first == null) {
                throw new AssertionError("Threads have not ended after 100 s");
            }
            first.get();
        } catch (ExecutionException e) {
            throw new AssertionError("A thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while threads ran", e);
        }
    }

    /** Does it again while the store says that this is worth it, as the engine does. */
    static <T> T insisting(Callable<T> call) throws Exception {
        for (int tries = 1; ; tries++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("another thread has failed");
            }
            try {
                return call.call();
            } catch (StoreException e) {
                if (!e.isWorthRetrying() || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }
}
