package dev.rota.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed may not arrive. */
class OutputTest {
    @TempDir
    private Path directory = Path.of("");

    /** A stream that takes nothing. */
    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    private static Writer writer(OutputStream out) {
        return new OutputStreamWriter(new PipeStream(out), StandardCharsets.UTF_8);
    }

    @Test
    void what_cannot_be_written_is_a_failure() {
        FilledDatabase.make(directory.resolve("rota.db"));
        Shell.Result result =
                new Shell(directory).run(writer(failing("No space left on device")), "jobs", "list", "-o", "csv");
        assertThat(result.err())
                .isEqualTo(
                        "rota: The standard output could not be written to the end: see whether its disk is full.\n");
        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void who_reads_no_further_makes_no_failure() {
        FilledDatabase.make(directory.resolve("rota.db"));
        Shell.Result result = new Shell(directory).run(writer(failing("Broken pipe")), "jobs", "list", "-o", "csv");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_command_that_fails_keeps_its_exit_code() {
        Shell.Result result = new Shell(directory)
                .run(writer(failing("No space left on device")), "jobs", "list", "--db", "absent.db");
        assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void a_closed_pipe_is_not_written_to_again() throws IOException {
        OutputStream once = new OutputStream() {
            private boolean closed;

            @Override
            public void write(int b) throws IOException {
                assertThat(closed).isFalse();
                closed = true;
                throw new IOException("Broken pipe");
            }
        };
        try (OutputStream pipe = new PipeStream(once)) {
            pipe.write(1);
            pipe.write(2);
        }
    }

    @Test
    void a_full_disk_is_told_from_a_closed_pipe() throws IOException {
        try (OutputStream pipe = new PipeStream(failing("No space left on device"))) {
            assertThatThrownBy(() -> pipe.write(1)).isInstanceOf(IOException.class);
        }
    }
}
