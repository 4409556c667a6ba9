package dev.rota.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Failures that are alike, each group by its fingerprint: one row for each, added to by every attempt that fails, in the
 * transaction that finishes the attempt. The jobs of a group are those that failed with it last and either have failed for
 * good or wait for their next attempt; {@link JobArchive.Query#fingerprint} lists them.
 */
public interface FailureStore {
    /** Jobs of a group are counted up to this: a number that is equal means so many or more. */
    int MOST_JOBS = 10_001;

    /**
     * Groups, the one that failed last first.
     *
     * @param after the group where the page before ended; null for the first page
     * @param limit 1 to 200
     */
    List<Group> list(Tab tab, @Nullable Group after, int limit);

    /**
     * The groups that failed last, the latest first, for whoever only wants to know how they stand: their jobs are not
     * counted ({@link Group#stuck} is zero), and their stack traces are not read.
     *
     * @param limit 1 to 200
     */
    List<Group> latest(int limit);

    Optional<Group> find(String fingerprint);

    /** How often each group has failed in each hour since {@code since}, the earliest first. Kept for three days. */
    Map<String, List<Hour>> hours(Collection<String> fingerprints, Instant since);

    /** Says nothing more about a group for a while. False if there is none. */
    boolean mute(String fingerprint, Mute mute);

    /** False if there is no such group, or it is not muted. */
    boolean unmute(String fingerprint);

    /** Somebody has seen it: it is no longer new, nor regressed. False if there is none. */
    boolean acknowledge(String fingerprint, String by);

    /**
     * It is repaired; if it fails again it has regressed. False if there is none.
     *
     * @param version in which it is repaired: until the version that fails now is replaced by another, failures are
     *     expected. Null means now
     */
    boolean resolve(String fingerprint, String by, @Nullable String version);

    /**
     * Where it is dealt with. False if there is no such group.
     *
     * @param url null takes it away
     */
    boolean link(String fingerprint, @Nullable String url);

    /** @throws IllegalArgumentException if so many groups are not given at a time */
    static void requireLimit(int limit) {
        if (limit < 1 || limit > 200) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 200");
        }
    }

    /** What to list. */
    enum Tab {
        /** Groups with jobs that have failed for good. */
        FAILED,
        /** Groups with jobs that wait for their next attempt. */
        RETRYING,
        /** All, also those without jobs. */
        ALL
    }

    /**
     * For how long nothing is said. It ends with whatever is reached first; with none of them it lasts until somebody
     * ends it.
     *
     * @param by who mutes it
     * @param at since when; the store's own time counts when it is stored
     * @param reason why, or null
     * @param until an instant, or null
     * @param failures so many more failures, or null
     * @param version while the version that fails is this one, or null
     */
    record Mute(
            String by,
            Instant at,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable Long failures,
            @Nullable String version) {}

    /**
     * That it was repaired.
     *
     * @param version in which; null means at {@code at}
     */
    record Resolution(String by, Instant at, @Nullable String version) {}

    /** Failures in one hour. */
    record Hour(Instant at, long failures) {}

    /** How a group stands. */
    enum Status {
        /** It failed first within the last day, and nobody has acknowledged it. */
        NEW,
        ONGOING,
        /** It has failed again after it was resolved, and nobody has acknowledged that. */
        REGRESSED,
        MUTED,
        RESOLVED
    }

    /**
     * What groups have in common.
     *
     * @param type of the jobs
     * @param title for people, as {@code SmtpConnectException at Mailer.send}
     * @param message of the latest failure, cut at 1,000 characters, or null
     * @param stackTrace of the latest failure, cut at 16,000 characters, or null
     * @param version of the program that failed last; null if it is not known
     */
    record Sample(
            String type,
            String title,
            @Nullable String message,
            @Nullable String stackTrace,
            @Nullable String version) {}

    /**
     * How many jobs a group has, each counted up to {@link #MOST_JOBS}.
     *
     * @param failed for good
     * @param retrying that wait for their next attempt
     */
    record Stuck(long failed, long retrying) {}

    /**
     * Where failures of a group were seen, as far as is kept: some dozens of each.
     *
     * @param types of jobs, the one that failed so first at the end; one, unless the application says itself which failures
     *     are alike
     * @param versions of the program, likewise; none if they are not known
     */
    record Spread(List<String> types, List<String> versions) {
        public Spread {
            types = List.copyOf(types);
            versions = List.copyOf(versions);
        }
    }

    /**
     * Failures that are alike.
     *
     * @param occurrences how many attempts have failed so
     * @param mute null unless it is muted
     * @param resolution null unless it is resolved
     * @param regressedAt when it failed again after it was resolved; null if it did not, or somebody has acknowledged it
     * @param acknowledgedBy null if nobody did
     * @param link where it is dealt with, or null
     */
    record Group(
            String fingerprint,
            Sample sample,
            Spread spread,
            Instant firstSeen,
            Instant lastSeen,
            long occurrences,
            Stuck stuck,
            @Nullable Mute mute,
            @Nullable Resolution resolution,
            @Nullable Instant regressedAt,
            @Nullable String acknowledgedBy,
            @Nullable String link) {
        private static final Duration NEW_FOR = Duration.ofDays(1);

        /** How it stands at {@code now}. */
        public Status status(Instant now) {
            if (mute != null
                    && (mute.until() == null || now.isBefore(mute.until()))
                    && (mute.version() == null || mute.version().equals(sample.version()))) {
                return Status.MUTED;
            }
            if (resolution != null) {
                return Status.RESOLVED;
            }
            if (regressedAt != null) {
                return Status.REGRESSED;
            }
            return acknowledgedBy == null && now.isBefore(firstSeen.plus(NEW_FOR)) ? Status.NEW : Status.ONGOING;
        }
    }
}
