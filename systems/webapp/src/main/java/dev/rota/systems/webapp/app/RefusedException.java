package dev.rota.systems.webapp.app;

/** What was asked for is refused. The message is for who asked. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** What was sent is not as expected. */
        INVALID,
        /** Somebody else has it, or it is in a state that does not allow it. */
        CONFLICT,
        /** There is none, or none that this user may see. */
        NOT_FOUND,
        /** Name or password is wrong. */
        NOT_SIGNED_IN,
        /** More bytes than are taken. */
        TOO_LARGE,
        /** Bytes of another kind than are taken. */
        NOT_TEXT
    }

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
