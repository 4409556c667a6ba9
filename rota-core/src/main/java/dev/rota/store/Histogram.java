package dev.rota.store;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often a duration was about how long. The buckets grow by the square root of two, from 1 ms to a day, so that a
 * quantile, which is given as the bound of its bucket, is at most 42 % more than the truth; whatever is longer than the last
 * bound, a little more than a day, counts as that. Immutable.
 */
public final class Histogram {
    /** The number of buckets. */
    public static final int BUCKETS = 54;

    public static final Histogram EMPTY = new Histogram(new long[BUCKETS]);

    private final long[] counts;

    private Histogram(long[] counts) {
        this.counts = counts;
    }

    /**
     * A histogram of these counts.
     *
     * @param counts one for each of the {@link #BUCKETS}
     */
    public static Histogram of(long[] counts) {
        if (counts.length != BUCKETS) {
            throw new IllegalArgumentException("Found " + counts.length + " buckets, expected " + BUCKETS);
        }
        return new Histogram(counts.clone());
    }

    /** The bucket of a duration, 0 to {@link #BUCKETS} − 1: bucket n holds what is longer than 2^((n−1)/2) ms. */
    public static int bucket(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        if (millis <= 1) {
            return 0;
        }
        // A hair less, so that a bound that was computed falls into its own bucket.
        int bucket = (int) Math.ceil(2 * Math.log(millis) / Math.log(2) - 1e-6);
        return Math.min(BUCKETS - 1, bucket);
    }

    /** The longest duration of a bucket. */
    public static Duration bound(int bucket) {
        return Duration.ofNanos(Math.round(Math.pow(2, bucket / 2.0) * 1e6));
    }

    /** How many durations are in a bucket. */
    public long count(int bucket) {
        return counts[bucket];
    }

    /** How many durations there are. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** Both together. */
    public Histogram plus(Histogram other) {
        long[] sums = counts.clone();
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += other.counts[i];
        }
        return new Histogram(sums);
    }

    /**
     * The duration that the share {@code q} of all is not longer than, as the bound of its bucket.
     *
     * @param q more than 0, at most 1: 0.95 for the 95th percentile
     * @return null if there is no duration at all
     */
    public @Nullable Duration quantile(double q) {
        if (!(q > 0 && q <= 1)) {
            throw new IllegalArgumentException("Quantile is " + q + ", expected more than 0 and at most 1");
        }
        long wanted = (long) Math.ceil(q * count());
        long seen = 0;
        for (int i = 0; i < BUCKETS && wanted > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return bound(i);
            }
        }
        return null;
    }

    /** As stored: the buckets that are not empty, {@code bucket:count}, separated by blanks. */
    public String text() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < BUCKETS; i++) {
            if (counts[i] != 0) {
                out.append(out.isEmpty() ? "" : " ").append(i).append(':').append(counts[i]);
            }
        }
        return out.toString();
    }

    /**
     * Reads what {@link #text()} wrote, or several of them separated by blanks, which are added up.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Histogram parse(String text) {
        long[] counts = new long[BUCKETS];
        int at = 0;
        while (at < text.length()) {
            int colon = digits(text, at);
            int end = colon < text.length() && text.charAt(colon) == ':' ? digits(text, colon + 1) : colon;
            boolean whole = colon - at <= 2 && end > colon + 1 && (end == text.length() || text.charAt(end) == ' ');
            int bucket = whole && colon > at ? (int) number(text, at, colon) : BUCKETS;
            if (bucket >= BUCKETS) {
                throw new IllegalArgumentException("Histogram is \"" + text
                        + "\", expected bucket:count separated by blanks, buckets 0 to " + (BUCKETS - 1));
            }
            counts[bucket] += number(text, colon + 1, end);
            at = end + 1;
        }
        return new Histogram(counts);
    }

    /** Where the digits end that begin at {@code from}. */
    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    private static long number(String text, int from, int to) {
        return Long.parseLong(text, from, to, 10);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Histogram that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "Histogram[" + text() + "]";
    }
}
