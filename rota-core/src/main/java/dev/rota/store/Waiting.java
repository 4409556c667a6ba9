package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a waiting job waits for.
 *
 * @param cause the first thing that keeps it waiting
 * @param words the same in a sentence
 * @param until when the cause ends by itself: its due time, or the end of a pause; null if that is not known
 * @param holders jobs that hold its exclusion key, the oldest first, at most 10; empty for other causes
 * @param ahead how many due jobs of its queue come before it, counted up to {@link #MOST_AHEAD}; null unless it is queued
 * @param estimate how long that takes at the rate of the last ten minutes; null if it is not queued, too many are ahead
 *     to be counted, or nothing of the queue has ended lately
 */
public record Waiting(
        Cause cause,
        String words,
        @Nullable Instant until,
        List<Long> holders,
        @Nullable Long ahead,
        @Nullable Duration estimate) {
    /** Jobs ahead are counted up to this: a number that is equal means so many or more. */
    public static final int MOST_AHEAD = 10_000;

    public Waiting {
        holders = List.copyOf(holders);
    }

    /** Why a job waits. */
    public enum Cause {
        /** Its time has not come. */
        NOT_DUE,
        /** It comes again after a failed attempt. */
        RETRY_NOT_DUE,
        /** Its exclusion key is held by other jobs. */
        EXCLUSION,
        /** It was claimed by a worker without a handler for its type, and put aside. */
        NO_HANDLER,
        /** Its queue is paused. */
        PAUSED,
        /** No live worker serves its queue and has a handler for its type. */
        NO_WORKER,
        /** As many jobs of its queue run as its concurrency limit allows. */
        CONCURRENCY,
        /** As many jobs of its queue were claimed lately as its rate limit allows. */
        RATE,
        /** Others come before it. */
        BEHIND_OTHERS,
        /** It is the next of its queue, and waits for a free slot of a worker. */
        NEXT
    }
}
