package dev.rota.systems.webapp.app;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * What there is to count in a text of any encoding that contains ASCII.
 *
 * @param lines ended by a line feed, or by the end of the text
 * @param words separated by ASCII white space
 * @param bytes all of them
 * @param sha256 in lower-case hexadecimal digits
 */
public record TextCount(long lines, long words, long bytes, String sha256) {
    private static final int CHUNK = 64 * 1024;

    /**
     * Counts to the end of the stream.
     *
     * @param read told the number of bytes of each chunk that was counted
     */
    public static TextCount of(InputStream in, LongConsumer read) throws IOException {
        MessageDigest digest = newDigest();
        byte[] chunk = new byte[CHUNK];
        long lines = 0;
        long words = 0;
        long bytes = 0;
        boolean inWord = false;
        byte last = '\n';
        int length = in.read(chunk);
        while (length >= 0) {
            digest.update(chunk, 0, length);
            for (int i = 0; i < length; i++) {
                last = chunk[i];
                boolean space = isSpace(last);
                words += !space && !inWord ? 1 : 0;
                inWord = !space;
                lines += last == '\n' ? 1 : 0;
            }
            bytes += length;
            read.accept(length);
            length = in.read(chunk);
        }
        return new TextCount(
                last == '\n' ? lines : lines + 1, words, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Whether this can be text: nothing but printable characters, white space and what is not ASCII. */
    static boolean isText(byte[] content) {
        for (byte each : content) {
            boolean control = each >= 0 && each < ' ' || each == 0x7f;
            if (control && !isSpace(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
