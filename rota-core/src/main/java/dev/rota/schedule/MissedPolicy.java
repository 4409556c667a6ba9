package dev.rota.schedule;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of due instants that passed while nothing could fire them: every worker was down, or the database was.
 *
 * @param kind how they are treated
 * @param max how many of the latest due instants fire: 1 to 1000 for {@link Kind#RUN_EACH}, 1 for {@link Kind#RUN_ONCE}
 *     and 0 for {@link Kind#SKIP}
 */
public record MissedPolicy(Kind kind, int max) {

    /** The ways to treat missed due instants. */
    public enum Kind {
        /** The latest due instant fires, however late; those before it are missed. */
        RUN_ONCE,
        /** A due instant fires only if it is at most the grace late; the others are missed. */
        SKIP,
        /** The latest due instants fire in order, up to a number; those before them are missed. */
        RUN_EACH
    }

    /** The greatest number for {@link #runEach}. */
    public static final int MOST_EACH = 1000;

    /** The default: one fire makes up for all that were missed. */
    public static final MissedPolicy RUN_ONCE = new MissedPolicy(Kind.RUN_ONCE, 1);

    /** What was missed stays missed. */
    public static final MissedPolicy SKIP = new MissedPolicy(Kind.SKIP, 0);

    private static final Pattern EACH = Pattern.compile("RUN_EACH\\((\\d{1,4})\\)");

    /** @throws IllegalArgumentException if {@code max} does not fit the kind */
    public MissedPolicy {
        boolean fits = switch (kind) {
            case RUN_ONCE -> max == 1;
            case SKIP -> max == 0;
            case RUN_EACH -> max >= 1 && max <= MOST_EACH;
        };
        if (!fits) {
            throw new IllegalArgumentException("The missed policy " + kind + " was given " + max
                    + " fires. Use RUN_EACH with 1 to " + MOST_EACH + ", RUN_ONCE or SKIP.");
        }
    }

    /**
     * The latest {@code max} due instants fire in order: for work that belongs to a period, such as a monthly report.
     *
     * @param max 1 to 1000
     * @throws IllegalArgumentException if {@code max} is outside that range
     */
    public static MissedPolicy runEach(int max) {
        return new MissedPolicy(Kind.RUN_EACH, max);
    }

    /** {@code RUN_ONCE}, {@code SKIP} or {@code RUN_EACH(12)}: what {@link #parse} reads. */
    public String text() {
        return kind == Kind.RUN_EACH ? "RUN_EACH(" + max + ")" : kind.name();
    }

    /**
     * Reads {@code RUN_ONCE}, {@code SKIP} or {@code RUN_EACH(12)}, in any case; {@code -} may stand for {@code _}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static MissedPolicy parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        if (upper.equals("RUN_ONCE")) {
            return RUN_ONCE;
        }
        if (upper.equals("SKIP")) {
            return SKIP;
        }
        Matcher each = EACH.matcher(upper);
        if (each.matches()) {
            return runEach(Integer.parseInt(each.group(1)));
        }
        throw new IllegalArgumentException("The missed policy " + CronParser.shown(text)
                + " is not known. Use RUN_ONCE, SKIP or RUN_EACH(n) with n from 1 to " + MOST_EACH + ".");
    }

    @Override
    public String toString() {
        return text();
    }
}
