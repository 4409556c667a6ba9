package dev.rota.job;

/** The level of a line in a job's log. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR
}
