package dev.rota.engine;

import dev.rota.job.FingerprintStrategy;
import dev.rota.job.FingerprintStrategy.Fingerprint;
import dev.rota.job.JobError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what is stored of an error: bounded in size, and with a fingerprint by which errors that are alike are grouped. */
final class JobErrors {
    private static final int MESSAGE_CHARS = 10_000;
    private static final int STACK_CHARS = 64_000;
    private static final Logger LOG = LoggerFactory.getLogger(JobErrors.class);

    private final FingerprintStrategy strategy;

    JobErrors(FingerprintStrategy strategy) {
        this.strategy = strategy;
    }

    /**
     * Of what an attempt threw.
     *
     * @param type of the job
     */
    JobError of(Throwable error, String type) {
        Fingerprint fingerprint = fingerprint(error, type);
        return new JobError(
                error.getClass().getName(),
                cut(error.getMessage(), MESSAGE_CHARS),
                stack(error),
                fingerprint.id(),
                fingerprint.title());
    }

    /** An error that the handler asked for, or the engine reports, in words. */
    static JobError asked(String what, String reason, String type) {
        Fingerprint fingerprint = FingerprintStrategy.ofWords(what, reason, type);
        return new JobError(what, cut(reason, MESSAGE_CHARS), null, fingerprint.id(), fingerprint.title());
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most
                ? text
                : text.substring(0, most) + "… (" + (text.length() - most) + " characters more)";
    }

    private static String stack(Throwable error) {
        BoundedWriter writer = new BoundedWriter(STACK_CHARS);
        try {
            error.printStackTrace(new PrintWriter(writer, true));
        } catch (RuntimeException | StackOverflowError e) {
            writer.write(
                    "… the stack trace could not be printed: " + e.getClass().getName());
        }
        return writer.toString();
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
