package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DevTools itself, in a process of its own: it does not restart what it sees is a test. */
class RestartTest {
    @TempDir
    Path directory;

    @Test
    void a_restart_by_devtools_leaves_one_engine_that_works() throws Exception {
        Path output = directory.resolve("output.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartingApplication.class.getName(),
                        "--spring.datasource.url=jdbc:sqlite:" + directory.resolve("restarts.db"))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as(Files.readString(output))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output).lines().filter(line -> line.startsWith("Start ")))
                .as(Files.readString(output))
                .containsExactly(
                        "Start 1 in a RestartClassLoader: 1 heart beats, 1 worker is active, work was done",
                        "Start 2 in a RestartClassLoader: 1 heart beats, 1 worker is active, work was done",
                        "Start 3 in a RestartClassLoader: 1 heart beats, 1 worker is active, work was done");
        assertThat(process.exitValue()).isZero();
    }
}
