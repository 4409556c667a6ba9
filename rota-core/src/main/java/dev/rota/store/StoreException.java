package dev.rota.store;

import dev.rota.job.RotaException;
import org.jspecify.annotations.Nullable;

/** The database cannot be reached, or refused. */
public final class StoreException extends RotaException {
    private static final long serialVersionUID = 1L;
    private final boolean worthRetrying;

    public StoreException(String message, @Nullable Throwable cause, boolean worthRetrying) {
        super(message, cause);
        this.worthRetrying = worthRetrying;
    }

    /** True if the same call may succeed later: the database was unreachable, busy, or a transaction had to give way. */
    public boolean isWorthRetrying() {
        return worthRetrying;
    }
}
