package dev.rota.job;

/**
 * The log of an attempt. Lines are written in batches, at most 5,000 lines or 1,048,576 characters an attempt: what comes
 * later is dropped, and the last line says how many were. A line is cut at 10,000 characters. What is secret in the
 * arguments of the job is taken out of a line; any other secret would be kept, so log none. Thread-safe.
 */
public interface JobLog {
    void log(LogLevel level, String line);

    default void debug(String line) {
        log(LogLevel.DEBUG, line);
    }

    default void info(String line) {
        log(LogLevel.INFO, line);
    }

    default void warn(String line) {
        log(LogLevel.WARN, line);
    }

    default void error(String line) {
        log(LogLevel.ERROR, line);
    }
}
