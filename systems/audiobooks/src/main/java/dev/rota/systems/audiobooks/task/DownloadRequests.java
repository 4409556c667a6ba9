package dev.rota.systems.audiobooks.task;

/** Whoever brings what is wanted: called in the transaction in which it becomes wanted. */
@FunctionalInterface
public interface DownloadRequests {
    /** Nobody: what is wanted stays so. */
    DownloadRequests NONE = acquisition -> {};

    void request(long acquisition);
}
