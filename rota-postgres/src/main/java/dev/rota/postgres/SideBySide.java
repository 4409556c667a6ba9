package dev.rota.postgres;

import dev.rota.store.Exchange;
import dev.rota.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Finishes jobs on one connection while others are claimed on another. A finish does not wait for a claim, nor a claim for a
 * finish.
 *
 * <p>If the finishes fail, so does the exchange, and what was claimed is found when the worker looks for strays, as it does
 * after each failure. If only the claim fails, the finishes count and nothing was claimed; the failure is told by the
 * worker's next exchange, because its commit may have come through, and then there are strays too. Thread-safe.
 */
final class SideBySide {
    /** Does a part of an exchange in a transaction of its own. */
    interface Part {
        Exchange.Answer of(Exchange exchange);
    }

    private final Part part;
    private final Executor beside;
    private final Map<Long, RuntimeException> untold = new ConcurrentHashMap<>();

    /** Threads end when they have had nothing to do for a minute. */
    static Executor threads() {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "rota-postgres-finish");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Makes one.
     *
     * @param beside runs the finishes
     */
    SideBySide(Part part, Executor beside) {
        this.part = part;
        this.beside = beside;
    }

    /** Throws what the worker's last claim failed with, if nobody was told. */
    void tell(long workerId) {
        RuntimeException failure = untold.remove(workerId);
        if (failure != null) {
            throw failure;
        }
    }

    Exchange.Answer run(Exchange exchange) {
        CompletableFuture<Exchange.Answer> finishing = CompletableFuture.supplyAsync(
                () -> part.of(new Exchange(exchange.workerId(), exchange.finishes(), List.of(), Set.of())), beside);
        Exchange.Answer claimed = Exchange.Answer.NOTHING;
        RuntimeException failure = null;
        try {
            claimed = part.of(
                    new Exchange(exchange.workerId(), List.of(), exchange.requests(), exchange.excludedTypes()));
        } catch (RuntimeException e) {
            failure = e;
        }
        Exchange.Answer finished = joined(finishing);
        if (failure != null) {
            untold.put(exchange.workerId(), failure);
        }
        return new Exchange.Answer(claimed.claimed(), finished.lost(), claimed.unreadable());
    }

    private static Exchange.Answer joined(CompletableFuture<Exchange.Answer> finishing) {
        try {
            return finishing.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
