package dev.rota.engine;

import dev.rota.job.JobError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes what is stored of an error: bounded in size, and with a fingerprint by which errors that are alike are grouped. */
final class JobErrors {
    private static final int MESSAGE_CHARS = 10_000;
    private static final int STACK_CHARS = 64_000;
    private static final int FRAMES = 3;
    private static final int CAUSES = 10;
    /** What differs between two errors that are alike: numbers, ids, quoted text, addresses. */
    private static final Pattern VARIABLE =
            Pattern.compile("\"[^\"]*\"|'[^']*'|\\S+@\\S+|\\w+://\\S+|\\b[0-9a-fA-F-]{8,}\\b|\\d+");

    private JobErrors() {}

    static JobError of(Throwable error) {
        return new JobError(
                error.getClass().getName(), cut(error.getMessage(), MESSAGE_CHARS), stack(error), fingerprint(error));
    }

    /** An error that the handler asked for in words. */
    static JobError asked(String what, String reason) {
        return new JobError(what, cut(reason, MESSAGE_CHARS), null, hash(what + "|" + normal(reason)));
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

    private static String fingerprint(Throwable error) {
        StringBuilder key = new StringBuilder();
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < CAUSES; depth++) {
            key.append(cause.getClass().getName()).append('|');
            cause = cause.getCause();
        }
        StackTraceElement[] frames = error.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            key.append(frames[i].getClassName())
                    .append('#')
                    .append(frames[i].getMethodName())
                    .append('|');
        }
        key.append(normal(cut(error.getMessage(), 1_000)));
        return hash(key.toString());
    }

    private static String normal(@Nullable String message) {
        return message == null ? "" : VARIABLE.matcher(message).replaceAll("?");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
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
