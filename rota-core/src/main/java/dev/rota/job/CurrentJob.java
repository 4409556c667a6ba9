package dev.rota.job;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempt that the calling thread runs: how logging and tracing find it without being handed it. */
public final class CurrentJob {
    private static final ThreadLocal<@Nullable JobContext> CURRENT = new ThreadLocal<>();

    private CurrentJob() {}

    /** The attempt that the calling thread runs; empty outside a handler. */
    public static Optional<JobContext> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /**
     * Says that the calling thread runs {@code job} until the answer is closed. For the engine, and for handlers that go
     * on in a thread of their own.
     */
    public static Scope enter(JobContext job) {
        JobContext outer = CURRENT.get();
        CURRENT.set(job);
        return () -> {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        };
    }

    /** Ends what {@link CurrentJob#enter} began. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
