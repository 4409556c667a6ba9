package dev.rota.sqlite;

import dev.rota.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of this process at a time write to a SQLite file, in the order in which they came. All who write to a
 * file in this process must pass its gate. Thread-safe.
 */
public final class WriteGate {
    private static final ConcurrentMap<Path, WriteGate> GATES = new ConcurrentHashMap<>();

    private final Path file;
    private final Semaphore free = new Semaphore(1, true);
    private volatile @Nullable Thread holder;

    private WriteGate(Path file) {
        this.file = file;
    }

    /** The gate of a file: the same for every way to write its path. The file need not exist. */
    public static WriteGate of(Path file) {
        return GATES.computeIfAbsent(real(file), WriteGate::new);
    }

    static Path real(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        try {
            return absolute.toRealPath();
        } catch (IOException notThere) {
            return absolute.getParent() == null || absolute.getFileName() == null
                    ? absolute
                    : realParent(absolute.getParent()).resolve(absolute.getFileName());
        }
    }

    private static Path realParent(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException notThere) {
            return directory;
        }
    }

    /**
     * Waits until nobody else writes.
     *
     * @throws StoreException if it took longer than {@code patience}, the thread was interrupted, or it holds the gate
     *     itself: then it would wait for itself for ever
     */
    public void enter(Duration patience) {
        if (isMine()) {
            throw new StoreException(
                    "This thread has a transaction open that writes to " + file + ", and would wait for itself:"
                            + " use the connection of that transaction, or end it first",
                    null,
                    false);
        }
        try {
            if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException(
                        "Could not write to " + file + " within " + patience.toMillis()
                                + " ms, because thread " + nameOfHolder()
                                + " of this process has a writing transaction open: make that one shorter",
                        null,
                        true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while waiting to write to " + file, e, true);
        }
        holder = Thread.currentThread();
    }

    /** Enters if nobody writes. */
    boolean enterIfFree() {
        boolean entered = !isMine() && free.tryAcquire();
        if (entered) {
            holder = Thread.currentThread();
        }
        return entered;
    }

    /**
     * Lets the next one write. May be called by another thread than the one that entered.
     *
     * @throws IllegalStateException if nobody has entered
     */
    public void leave() {
        if (holder == null) {
            throw new IllegalStateException("Nobody is writing to " + file);
        }
        holder = null;
        free.release();
    }

    /** Whether this thread has entered, and nobody has left since. */
    public boolean isMine() {
        return holder == Thread.currentThread();
    }

    private String nameOfHolder() {
        Thread thread = holder;
        return thread == null ? "unknown" : thread.getName();
    }

    /** The file that is written to. */
    public Path file() {
        return file;
    }
}
