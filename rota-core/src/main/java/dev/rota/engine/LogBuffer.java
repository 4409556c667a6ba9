package dev.rota.engine;

import dev.rota.job.JobLog;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines of an attempt until they are written, and drops what is beyond the cap. */
final class LogBuffer implements JobLog {
    private static final int MOST_LINES = 5_000;
    private static final int MOST_CHARS = 1 << 20;
    private static final int LONGEST_LINE = 10_000;

    private final InstantSource clock;
    private final long lease;
    private List<LogLine> pending = new ArrayList<>();
    private long seq;
    private long chars;
    private long dropped;

    LogBuffer(InstantSource clock, long lease) {
        this.clock = clock;
        this.lease = lease;
    }

    @Override
    public synchronized void log(LogLevel level, String line) {
        if (seq >= MOST_LINES || chars >= MOST_CHARS) {
            dropped++;
            return;
        }
        add(level, line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
    }

    private void add(LogLevel level, String line) {
        seq++;
        chars += line.length();
        pending.add(new LogLine(seq, lease, clock.instant(), level, line.replace('\0', ' ')));
    }

    /** What has been logged since the last call. */
    synchronized List<LogLine> take() {
        List<LogLine> taken = pending;
        pending = new ArrayList<>();
        return taken;
    }

    /** The same at the end of the attempt, with a word about what was dropped. */
    synchronized List<LogLine> takeLast() {
        if (dropped > 0) {
            add(LogLevel.WARN, "… " + dropped + " lines dropped: an attempt keeps " + MOST_LINES + " lines or 1 MiB");
            dropped = 0;
        }
        return take();
    }
}
