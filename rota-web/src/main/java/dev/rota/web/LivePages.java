package dev.rota.web;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages cheap that are open and ask for themselves again when something has changed. The more of them there are, and
 * the longer they take, the less often each is to ask, so that all together take a small part of a processor; and what
 * they all show alike is read once for all of them. A page that somebody opens is read anew. Thread-safe.
 */
final class LivePages {
    /** Sent by a page that asks for itself again. */
    static final String ASKS = "Rota-Live";

    /** How long such a page is to wait until it asks once more, in milliseconds. */
    static final String PACE = "Rota-Pace";

    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofSeconds(30);
    /** Of one processor. */
    private static final double SHARE = 0.02;
    /** What a request takes besides reading and rendering. */
    private static final Duration SENDING = Duration.ofNanos(600_000);
    /** How much the last page counts in the average. */
    private static final double LAST = 0.1;

    private static final long FRESH_NANOS = LEAST.toNanos();
    private static final String BEGAN = "rota.live-began";

    private final AtomicLong changes = new AtomicLong();
    private IntSupplier open = () -> 0;
    private double averageNanos;

    /** @param listening how many pages are open */
    void count(IntSupplier listening) {
        open = listening;
    }

    /** A request has come in. */
    void begin(Context ctx) {
        if (isLive(ctx)) {
            ctx.attribute(BEGAN, System.nanoTime());
        }
    }

    /** It is about to be answered. What is not safe may have changed what pages show, and whoever sent it wants to see that. */
    void end(Context ctx) {
        Long began = ctx.attribute(BEGAN);
        if (began != null) {
            long pace = took(System.nanoTime() - began).toMillis();
            ctx.header(PACE, String.valueOf(pace));
        }
        switch (ctx.method().name()) {
            case "GET", "HEAD", "OPTIONS" -> {}
            default -> changed();
        }
    }

    /** How long to wait after a page that took so long. */
    synchronized Duration took(long nanos) {
        averageNanos = averageNanos == 0 ? nanos : averageNanos * (1 - LAST) + nanos * LAST;
        Duration wanted = Duration.ofNanos((long) (open.getAsInt() * (averageNanos + SENDING.toNanos()) / SHARE));
        return wanted.compareTo(LEAST) < 0 ? LEAST : wanted.compareTo(MOST) > 0 ? MOST : wanted;
    }

    /** What was read before is not to be shown any more. */
    void changed() {
        changes.incrementAndGet();
    }

    private static boolean isLive(Context ctx) {
        return ctx.header(ASKS) != null;
    }

    /** Something that all open pages show alike, whoever looks at them. */
    <T> Shared<T> share() {
        return new Shared<>();
    }

    /**
     * The last that was read of it, and for how long it may be shown.
     *
     * @param <T> what it is; must say nothing of who has asked for it
     */
    final class Shared<T> {
        private final ReentrantLock reading = new ReentrantLock();
        private @Nullable T last;
        private long readNanos;
        private long readAfter;

        /** For a page that somebody opens it is read anew. */
        T get(Context ctx, Supplier<T> read) {
            if (!isLive(ctx)) {
                return read.get();
            }
            reading.lock();
            try {
                T known = last;
                if (known == null || readAfter != changes.get() || System.nanoTime() - readNanos > FRESH_NANOS) {
                    // Before the reading: what changes meanwhile may not have been seen.
                    readAfter = changes.get();
                    known = read.get();
                    readNanos = System.nanoTime();
                    last = known;
                }
                return known;
            } finally {
                reading.unlock();
            }
        }
    }
}
