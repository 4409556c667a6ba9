package dev.rota.schedule;

/** A cron expression is malformed. */
public class CronSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public CronSyntaxException(String message) {
        super(message);
    }
}
