package dev.rota.engine;

import dev.rota.job.JobLog;
import dev.rota.job.LogLevel;
import dev.rota.job.LogLine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Keeps the lines of an attempt until they are written, and drops what is beyond the cap. */
final class LogBuffer implements JobLog {
    private static final int MOST_LINES = 5_000;
    private static final int MOST_CHARS = 1 << 20;
    private static final int LONGEST_LINE = 10_000;

    private final InstantSource clock;
    private final long lease;
    private final UnaryOperator<String> hide;
    private List<LogLine> pending = new ArrayList<>();
    private long seq;
    private long chars;
    private long dropped;
    private boolean underWay;
    private boolean held;
    private boolean ended;

    /** @param hide takes what is secret for this job out of a text */
    LogBuffer(InstantSource clock, long lease, UnaryOperator<String> hide) {
        this.clock = clock;
        this.lease = lease;
        this.hide = hide;
    }

    @Override
    public synchronized void log(LogLevel level, String line) {
        if (seq >= MOST_LINES || chars >= MOST_CHARS) {
            dropped++;
            return;
        }
        String hidden = hide.apply(line);
        add(level, hidden.length() > LONGEST_LINE ? hidden.substring(0, LONGEST_LINE) + "…" : hidden);
    }

    private void add(LogLevel level, String line) {
        seq++;
        chars += line.length();
        pending.add(new LogLine(seq, lease, clock.instant(), level, line.replace('\0', ' ')));
    }

    /**
     * What has been logged since the last call; nothing while it is held, and nothing after the end. Then
     * {@link #written()} or {@link #giveBack} must be called.
     */
    synchronized List<LogLine> take() {
        List<LogLine> taken = ended || held ? List.of() : pending;
        if (!taken.isEmpty()) {
            pending = new ArrayList<>();
            underWay = true;
        }
        return taken;
    }

    /** What was taken has been written. */
    synchronized void written() {
        underWay = false;
        notifyAll();
    }

    /** Takes lines back that could not be written, before what has been logged since. */
    synchronized void giveBack(List<LogLine> lines) {
        List<LogLine> all = new ArrayList<>(lines);
        all.addAll(pending);
        pending = all;
        written();
    }

    /** From now on {@link #take()} gives nothing. Waits for lines that are being written, but no longer than {@code patience}. */
    synchronized void hold(Duration patience) {
        held = true;
        awaitUnderWay(patience);
    }

    /** All that is not written, as {@link #takeLast} gives it. Then {@link #written()} or {@link #giveBack} must be called. */
    synchronized List<LogLine> takeHeld() {
        underWay = true;
        return takeRest();
    }

    /** It is not {@linkplain #hold held} any more. */
    synchronized void letGo() {
        held = false;
    }

    /** The attempt has ended: what is left is for {@link #takeLast(Duration)}. */
    synchronized void end() {
        ended = true;
    }

    /**
     * All that is not written, with a word about what was dropped. Waits for lines that are being written, because they
     * are refused once the end of the attempt is written; but no longer than {@code patience}.
     */
    synchronized List<LogLine> takeLast(Duration patience) {
        ended = true;
        awaitUnderWay(patience);
        return takeRest();
    }

    private List<LogLine> takeRest() {
        if (dropped > 0) {
            add(LogLevel.WARN, "… " + dropped + " lines dropped: an attempt keeps " + MOST_LINES + " lines or 1 MiB");
            dropped = 0;
        }
        List<LogLine> taken = pending;
        pending = new ArrayList<>();
        return taken;
    }

    /** Also if the thread is interrupted, as that of a handler whose time is up: its lines are kept all the same. */
    private void awaitUnderWay(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        for (long left = patience.toMillis(); underWay && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
