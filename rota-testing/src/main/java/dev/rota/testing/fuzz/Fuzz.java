package dev.rota.testing.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;

/**
 * Runs a test on many random inputs. Says the seed first; when a case fails, hangs or takes too much memory, says which, and
 * how to have it again.
 *
 * <p>System properties: {@code rota.seed} chooses other inputs (4711: every build tries the same ones), {@code rota.fuzz}
 * multiplies the number of cases (1).
 */
public final class Fuzz {
    private static final int TIMES = Math.max(1, Integer.getInteger("rota.fuzz", 1));
    private static final long SEED = Long.getLong("rota.seed", 4_711);
    /** All cases of a test together, on a machine that has other work: what comes near this, hangs. */
    private static final Duration LONGEST = Duration.ofMinutes(8);
    /** What one case may allocate in the end. Inputs have up to a million characters, and are copied by all who read them. */
    private static final long MOST_BYTES = 512L << 20;

    /** A test on one input. */
    @FunctionalInterface
    public interface Case {
        /**
         * Makes an input and tests it.
         *
         * @param random of this case alone
         * @param input to be told what the input is, before it is used
         */
        void run(Random random, Input input) throws Exception;
    }

    /** Keeps the input at hand, for the message if it fails. */
    public static final class Input {
        private volatile String at = "";
        private volatile String text = "";

        /** Says what is about to be tested; gives it back. */
        public String is(String input) {
            text = input;
            return input;
        }

        private void begin(String where) {
            at = where;
            text = "";
        }

        private String shown() {
            StringBuilder shown = new StringBuilder(at).append(", input: ");
            text.chars().limit(2_000).forEach(letter -> {
                if (letter >= ' ' && letter < 127) {
                    shown.append((char) letter);
                } else {
                    shown.append(String.format("\\u%04x", letter));
                }
            });
            return shown + (text.length() > 2_000 ? "… of " + text.length() + " characters" : "");
        }
    }

    private Fuzz() {}

    /** Runs a test on so many inputs, times {@code rota.fuzz}. */
    public static void each(int cases, Case test) {
        int all = Math.multiplyExact(cases, TIMES);
        Input input = new Input();
        System.out.println("Fuzz: " + all + " cases, -Drota.seed=" + SEED);
        Assertions.assertTimeoutPreemptively(
                LONGEST.multipliedBy(TIMES),
                () -> {
                    for (int i = 0; i < all; i++) {
                        input.begin("case " + i + " of -Drota.seed=" + SEED + " -Drota.fuzz=" + TIMES);
                        run(test, random(i), input);
                    }
                },
                () -> "Does not end: " + input.shown());
    }

    /** Of one case alone. Seeds that follow one another would make first numbers that are much alike: they are mixed. */
    private static Random random(int number) {
        return new Random(new SplittableRandom(SEED * 1_000_003 + number).nextLong());
    }

    private static void run(Case test, Random random, Input input) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            test.run(random, input);
        } catch (Throwable e) {
            throw new AssertionError("Failed: " + input.shown() + "\n" + e.getMessage(), e);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (allocated > MOST_BYTES) {
            throw new AssertionError("Takes " + (allocated >> 20) + " MiB: " + input.shown());
        }
    }
}
