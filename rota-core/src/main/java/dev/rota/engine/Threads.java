package dev.rota.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The one place that knows whether this Java has virtual threads. */
final class Threads {
    private static final @Nullable MethodHandle VIRTUAL = virtualThreads();

    private Threads() {}

    /** A thread for each attempt: virtual where there are such, else from a pool that grows to what is needed. */
    static ExecutorService forAttempts() {
        if (VIRTUAL != null) {
            try {
                return (ExecutorService) VIRTUAL.invoke();
            } catch (Throwable e) {
                throw new IllegalStateException("This Java has virtual threads, but gives none", e);
            }
        }
        return Executors.newCachedThreadPool(named("rota-attempt"));
    }

    /** Daemon threads with numbered names. */
    static ThreadFactory named(String name) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static @Nullable MethodHandle virtualThreads() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
