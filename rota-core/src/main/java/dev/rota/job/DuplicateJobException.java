package dev.rota.job;

/** A job with this unique key exists, and {@link OnConflict#REJECT} was asked for. */
public final class DuplicateJobException extends RotaException {
    private static final long serialVersionUID = 1L;
    private final long existingJobId;

    public DuplicateJobException(String type, String key, long existingJobId) {
        super("Job " + existingJobId + " of type " + type + " already has the unique key \"" + key + "\"");
        this.existingJobId = existingJobId;
    }

    /** The job that has the key. */
    public long existingJobId() {
        return existingJobId;
    }
}
