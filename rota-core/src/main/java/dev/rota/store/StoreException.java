package dev.rota.store;

import dev.rota.job.RotaException;
import org.jspecify.annotations.Nullable;

/** The database cannot be reached, or refused. */
public final class StoreException extends RotaException {
    private static final long serialVersionUID = 1L;
    private final boolean worthRetrying;
    private final boolean tooSlow;

    public StoreException(String message, @Nullable Throwable cause, boolean worthRetrying) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
        this.tooSlow = false;
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
        this.worthRetrying = true;
        this.tooSlow = true;
    }

    /** That a statement took longer than it may, and was given up. */
    public static StoreException tooSlow(String message, Throwable cause) {
        return new StoreException(message, cause);
    }

    /** True if the database answers, but what was asked for took longer than it may: asking for less helps. */
    public boolean isTooSlow() {
        return tooSlow;
    }

    /** True if the same call may succeed later: the database was unreachable, busy, or a transaction had to give way. */
    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
