package dev.rota.engine;

import dev.rota.store.JobStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Goes over all exclusion keys that jobs wait for, a part of them at a time, because a key may have become free without
 * anybody saying so: another process enqueued, or died; somebody cancelled. A walk that ends with its first part costs next
 * to nothing, and may begin again as soon as somebody asks. After a longer one it rests nine times as long as that took, so
 * that it takes no more than a tenth of the time however many keys there are.
 *
 * <p>To be used by one thread; any may ask.
 */
final class KeyWalk {
    static final int PART = 1_000;
    private static final int RESTS = 9;
    /** If a part took longer, its process was stopped meanwhile. */
    private static final Duration LONGEST_PART = Duration.ofSeconds(1);

    /** So often it walks although nobody asks. */
    private static final Duration UNASKED = Duration.ofSeconds(5);

    private final JobStore jobs;
    private final LongSupplier nanos;
    private volatile boolean asked = true;
    private boolean underWay;
    private String after = "";
    private long took;
    private long ended;
    private Duration rest = Duration.ZERO;

    KeyWalk(JobStore jobs, LongSupplier nanos) {
        this.jobs = jobs;
        this.nanos = nanos;
        this.ended = nanos.getAsLong();
    }

    /** Something may have changed: it begins again when it has ended and rested. */
    void ask() {
        asked = true;
    }

    /** Until its next part. */
    Duration untilNext() {
        Duration pause = asked || rest.compareTo(UNASKED) > 0 ? rest : UNASKED;
        Duration left = pause.minusNanos(nanos.getAsLong() - ended);
        return underWay || left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether its next part is due. If so, all that has been asked until now is answered by the walk that is under way. */
    boolean goesOn() {
        if (!untilNext().isZero()) {
            return false;
        }
        if (!underWay) {
            asked = false;
            underWay = true;
            after = "";
            took = 0;
        }
        return true;
    }

    /** Gives the next keys to {@code visit}, whose time counts as its own. If that throws, they come again. */
    void part(Consumer<List<String>> visit) {
        long begun = nanos.getAsLong();
        List<String> keys = jobs.waitingKeys(after, PART);
        visit.accept(keys);
        took += Math.min(nanos.getAsLong() - begun, LONGEST_PART.toNanos());
        if (keys.size() < PART) {
            end();
        } else {
            after = keys.get(keys.size() - 1);
        }
    }

    /** There is nothing more to look at. */
    void end() {
        underWay = false;
        ended = nanos.getAsLong();
        rest = after.isEmpty() ? Duration.ZERO : Duration.ofNanos(took).multipliedBy(RESTS);
    }
}
