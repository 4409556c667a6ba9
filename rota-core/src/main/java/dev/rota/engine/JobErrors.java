package dev.rota.engine;

import dev.rota.job.FingerprintStrategy;
import dev.rota.job.FingerprintStrategy.Fingerprint;
import dev.rota.job.JobError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is stored of an error: bounded in size, without secrets, and with a fingerprint by which errors that are alike
 * are grouped.
 */
final class JobErrors {
    private static final int MESSAGE_CHARS = 10_000;
    private static final int STACK_CHARS = 64_000;
    /** Read before it is cut, so that no secret is cut in two and left in part: as long as arguments may be. */
    private static final int STACK_READ = STACK_CHARS + (256 << 10);

    private static final Logger LOG = LoggerFactory.getLogger(JobErrors.class);

    private final FingerprintStrategy strategy;

    private final UnaryOperator<String> hide;

    JobErrors(FingerprintStrategy strategy) {
        this(strategy, UnaryOperator.identity());
    }

    private JobErrors(FingerprintStrategy strategy, UnaryOperator<String> hide) {
        this.strategy = strategy;
        this.hide = hide;
    }

    /**
     * The same for one job.
     *
     * @param secrets takes what is secret for this job out of a text
     */
    JobErrors hiding(UnaryOperator<String> secrets) {
        return new JobErrors(strategy, secrets);
    }

    /** What a handler said, as it may be stored. */
    String hidden(String words) {
        return hide.apply(words);
    }

    /**
     * Of what an attempt threw.
     *
     * @param type of the job
     */
    JobError of(Throwable error, String type) {
        Fingerprint fingerprint = fingerprint(error, type);
        String message = error.getMessage();
        return new JobError(
                error.getClass().getName(),
                message == null ? null : cut(hide.apply(message), MESSAGE_CHARS),
                stack(error),
                fingerprint.id(),
                hide.apply(fingerprint.title()));
    }

    /** An error that the handler asked for, or the engine reports, in words. */
    static JobError asked(String what, String reason, String type) {
        Fingerprint fingerprint = FingerprintStrategy.ofWords(what, reason, type);
        return new JobError(what, cut(reason, MESSAGE_CHARS), null, fingerprint.id(), fingerprint.title());
    }

    private static String cut(String text, int most) {
        return text.length() <= most
                ? text
                : text.substring(0, most) + "… (" + (text.length() - most) + " characters more)";
    }

    private String stack(Throwable error) {
        BoundedWriter writer = new BoundedWriter(STACK_READ);
        try {
            error.printStackTrace(new PrintWriter(writer, true));
        } catch (RuntimeException | StackOverflowError e) {
            writer.write(
                    "… the stack trace could not be printed: " + e.getClass().getName());
        }
        String hidden = hide.apply(writer.toString());
        return hidden.length() <= STACK_CHARS ? hidden : hidden.substring(0, STACK_CHARS);
    }

    private Fingerprint fingerprint(Throwable error, String type) {
        try {
            return strategy.of(error, type);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "The strategy of fingerprints failed on {}",
                    error.getClass().getName(),
                    e);
            return FingerprintStrategy.byFrames().of(error, type);
        }
    }

    /** Keeps the first so many characters and drops the rest, so that a huge error costs no memory. */
    private static final class BoundedWriter extends Writer {
        private final StringWriter kept = new StringWriter();
        private int left;

        BoundedWriter(int most) {
            this.left = most;
        }

        @Override
        public void write(char[] chars, int offset, int length) {
            int taken = Math.min(left, length);
            kept.write(chars, offset, taken);
            left -= taken;
        }

        @Override
        public void write(String text) {
            write(text.toCharArray(), 0, text.length());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return kept.toString();
        }
    }
}
