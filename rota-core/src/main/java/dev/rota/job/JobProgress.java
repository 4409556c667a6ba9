package dev.rota.job;

/**
 * Counts the items of an attempt. Written about twice a second, and at the end. Numbers below zero are refused with an
 * {@link IllegalArgumentException}. Thread-safe.
 */
public interface JobProgress {
    /** How many items there are. May be called again. */
    void total(long items);

    /** What is being done now. */
    void label(String label);

    /** One more item succeeded. */
    default void ok() {
        ok(1);
    }

    /** {@code items} more succeeded. */
    void ok(long items);

    /** One more item could not be done. */
    default void failed() {
        failed(1);
    }

    /** {@code items} more could not be done. */
    void failed(long items);

    /** As counted by now. */
    Progress now();
}
