package dev.rota.job;

/** A write of an attempt was refused because its job belongs to a later claim, or has ended. */
public final class LeaseLostException extends RotaException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException(long jobId, long lease) {
        super("Job " + jobId + " is no longer held under lease " + lease
                + ": another worker has it, or it has ended. Stop working on it; nothing was changed");
    }
}
