package dev.rota.systems.audiobooks.task;

/** A task was asked to stop, or another worker has taken its run over. */
public final class TaskStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskStoppedException(String message) {
        super(message);
    }
}
