package dev.rota.systems.audiobooks.task;

/** A run went to its end, but too much of it failed to call it completed. */
public final class TaskFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    TaskFailedException(String message) {
        super(message);
        this.reason = message;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
