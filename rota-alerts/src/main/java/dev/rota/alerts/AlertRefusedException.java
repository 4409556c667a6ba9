package dev.rota.alerts;

/** An alert was refused for good: to send it again is of no use. */
public final class AlertRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message why, without addresses and secrets */
    public AlertRefusedException(String message) {
        super(message);
    }
}
