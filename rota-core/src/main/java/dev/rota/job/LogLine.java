package dev.rota.job;

import java.time.Instant;

/**
 * A line of a job's log.
 *
 * @param seq grows within a job, from 1
 * @param lease of the attempt that wrote it
 * @param at when it was written, by the worker's clock
 * @param level how grave it is
 * @param text the line, cut at 10,000 characters
 */
public record LogLine(long seq, long lease, Instant at, LogLevel level, String text) {}
