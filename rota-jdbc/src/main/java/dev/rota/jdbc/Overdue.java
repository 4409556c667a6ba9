package dev.rota.jdbc;

import dev.rota.store.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether what should be deleted is. */
public final class Overdue {
    /** History goes by whole days, and what cannot be deleted now is deleted later. */
    private static final Duration SLACK = Duration.ofDays(2);

    private Overdue() {}

    /** What ended before this should be gone. */
    public static Instant before(Instant now, Duration kept) {
        return now.minus(kept).minus(SLACK);
    }

    /**
     * What is to be told.
     *
     * @param oldest when the oldest job ended that is still there; null if there is none that should be gone
     */
    public static Optional<Finding> finding(@Nullable Instant oldest, Instant now, Duration kept) {
        if (oldest == null || !oldest.isBefore(before(now, kept))) {
            return Optional.empty();
        }
        return Optional.of(
                Finding.warning(
                        "retention-behind",
                        "Jobs that ended " + oldest.truncatedTo(ChronoUnit.SECONDS)
                                + " are still there; they are kept for " + kept.toDays() + " days.",
                        "The database grows, until the disk is full.",
                        "Look whether a worker runs, and in its log for what keeps it from pruning, such as a long transaction."));
    }
}
