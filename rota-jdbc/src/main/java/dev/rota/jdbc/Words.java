package dev.rota.jdbc;

import dev.rota.job.JobState;
import java.util.Locale;
import java.util.Set;

/** How enums stand in tables: as their names in lower case, and sets of states as bits. */
public final class Words {
    private Words() {}

    /** {@code SCHEDULED} is stored as {@code scheduled}. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The value that is stored as {@code word}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    /** The bit of a state in {@code rota_unique.states}. */
    public static int bit(JobState state) {
        return switch (state) {
            case SCHEDULED -> 1;
            case QUEUED -> 2;
            case BLOCKED -> 4;
            case RUNNING -> 8;
            case RETRYING -> 16;
            case SUCCEEDED -> 32;
            case FAILED -> 64;
            case CANCELLED -> 128;
        };
    }

    /** The bits of states together. */
    public static int bits(Set<JobState> states) {
        int bits = 0;
        for (JobState state : states) {
            bits |= bit(state);
        }
        return bits;
    }
}
