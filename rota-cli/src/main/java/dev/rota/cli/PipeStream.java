package dev.rota.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Writes to who may stop reading, as {@code head} does: what comes after that is for nobody, and no failure. Any other
 * failure is one.
 */
final class PipeStream extends FilterOutputStream {
    private boolean closed;

    PipeStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (closed) {
            return;
        }
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            closed = isBrokenPipe(e);
            if (!closed) {
                throw e;
            }
        }
    }

    /** Java has no other name for it than the text of the system: "Broken pipe", "The pipe is being closed". */
    private static boolean isBrokenPipe(IOException e) {
        return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
}
