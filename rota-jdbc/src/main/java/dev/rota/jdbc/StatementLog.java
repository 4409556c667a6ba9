package dev.rota.jdbc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells how long statements take, reading their rows included: at level debug those that take longer than 100 ms, at level
 * trace all. What was bound is not told, as it may be secret.
 */
final class StatementLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.rota.jdbc.statements");
    private static final long LONG_MICROS = 100_000;

    private StatementLog() {}

    /** To be given to {@link #ended} when the statement has ended; 0 if nobody wants to know. */
    static long begun() {
        return LOG.isDebugEnabled() ? System.nanoTime() : 0;
    }

    static void ended(long begun, Sql sql) {
        if (begun != 0) {
            long micros = (System.nanoTime() - begun) / 1_000;
            if (micros > LONG_MICROS) {
                LOG.debug("{} µs: {}", micros, sql);
            } else {
                LOG.trace("{} µs: {}", micros, sql);
            }
        }
    }
}
