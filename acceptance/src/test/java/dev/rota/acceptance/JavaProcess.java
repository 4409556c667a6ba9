package dev.rota.acceptance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/** A Java program in a process of its own, on the class path of the tests. It is killed at the latest when it is closed. */
public final class JavaProcess implements AutoCloseable {
    private static final long MOST_SECONDS = 20;

    private final Process process;
    private final Path output;

    private JavaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static JavaProcess start(Class<?> main, Path output, List<String> args) throws IOException {
        return start(main, output, args, Map.of());
    }

    /** The same with these variables in its environment. */
    public static JavaProcess start(Class<?> main, Path output, List<String> args, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.provider=" + System.getProperty("slf4j.provider", ""),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start(), output);
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for what it does; fails at once, with what it said, when it ends. */
    public ConditionFactory watching() {
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> {
                    if (!isAlive()) {
                        throw new IllegalStateException("The process has ended: " + output());
                    }
                });
    }

    /** As {@code kill -9} does: nothing of it runs any more when this returns. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " does not die");
        }
    }

    /** Sends a signal, such as {@code STOP} or {@code CONT}. */
    public void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " of process " + process.pid() + " ended with " + exit);
        }
    }

    /** Asks it to end, as a deployment does, and waits for it. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " does not end when it is asked to");
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
