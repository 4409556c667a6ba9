package dev.rota.systems.audiobooks.source;

/** A source answered, but not with what was asked for. Asking for something else may well succeed. */
public final class AnswerException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    public AnswerException(String reason) {
        super(reason);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
