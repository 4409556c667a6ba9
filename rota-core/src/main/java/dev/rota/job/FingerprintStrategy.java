package dev.rota.job;

import java.util.List;

/**
 * Tells which failures are alike. Called on the thread of the attempt that failed; must be thread-safe and quick. What it
 * throws is replaced by the default.
 */
@FunctionalInterface
public interface FingerprintStrategy {
    /**
     * The fingerprint of an error.
     *
     * @param error what the attempt failed with
     * @param type of the job
     */
    Fingerprint of(Throwable error, String type);

    /**
     * By the classes of the error and its causes, the first three frames of one's own code, the message without what varies
     * in it (numbers, ids, quoted text, addresses), and the type of the job.
     *
     * @param basePackages what one's own code begins with; with none, and for an error that has no frame there, everything
     *     but Java, Rota and well-known libraries
     */
    static FingerprintStrategy byFrames(String... basePackages) {
        return new FrameFingerprint(List.of(basePackages));
    }

    /**
     * The fingerprint of a failure that has no error but only words, which a handler or the engine gave.
     *
     * @param kind of the failure, in a word
     * @param words what varies in them does not count
     * @param type of the job
     */
    static Fingerprint ofWords(String kind, String words, String type) {
        return FrameFingerprint.ofWords(kind, words, type);
    }

    /**
     * What failures that are alike have in common.
     *
     * @param id equal for failures that are alike: 1 to 64 characters, usually 16 hexadecimal digits
     * @param title for people, as {@code SmtpConnectException at Mailer.send}
     */
    record Fingerprint(String id, String title) {
        public Fingerprint {
            if (id.isEmpty() || id.length() > 64) {
                throw new IllegalArgumentException("Fingerprint is \"" + id + "\", expected 1 to 64 characters");
            }
        }
    }
}
