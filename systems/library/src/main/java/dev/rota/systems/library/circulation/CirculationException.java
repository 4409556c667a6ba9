package dev.rota.systems.library.circulation;

/** The library's rules do not allow what was asked for; the message says which, and names ids only. Nothing was changed. */
public final class CirculationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    /** Why it is not allowed. */
    public enum Reason {
        /** There is no such loan, copy, book or user. */
        NOT_FOUND,
        /** It is not the caller's. */
        FORBIDDEN,
        /** It is not in the state for it. */
        CONFLICT
    }

    CirculationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static CirculationException notFound(String what, long id) {
        return new CirculationException(Reason.NOT_FOUND, "There is no " + what + " " + id);
    }

    static CirculationException conflict(String message) {
        return new CirculationException(Reason.CONFLICT, message);
    }

    public Reason reason() {
        return reason;
    }
}
