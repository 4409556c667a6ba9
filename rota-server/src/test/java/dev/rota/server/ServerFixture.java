package dev.rota.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the program in processes of its own, in a directory that is there for one test. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ServerFixture {
    private static final Pattern ORIGIN = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/ with");

    @TempDir
    Path directory = Path.of("");

    final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        // Waited for: until it is gone it writes into the directory, which is deleted next.
        processes.forEach(process -> process.destroyForcibly().onExit().join());
    }

    /** A server that has started, and where it listens. */
    record Started(Process process, String origin, BufferedReader output) {}

    Process launch(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.rota.server.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ROTA_"));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    Started start(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("server", "--port", "0", "--http-allow", "127.0.0.1"));
        words.addAll(List.of(more));
        Process process = launch(words.toArray(String[]::new));
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            // JSON may escape a slash.
            Matcher origin = ORIGIN.matcher(line.replace("\\/", "/"));
            if (origin.find()) {
                return new Started(process, origin.group(1), output);
            }
        }
        throw new AssertionError("It did not start: " + seen);
    }

    static void awaitLine(BufferedReader output, String part) throws IOException {
        String line = output.readLine();
        while (line != null && !line.contains(part)) {
            line = output.readLine();
        }
        assertThat(line).as("a line with " + part).isNotNull();
    }

    /** Sends SIGTERM, and keeps what it writes readable, which Process.destroy does not. */
    static void terminate(Started server) {
        assertThat(server.process().toHandle().destroy()).isTrue();
    }

    HttpResponse<String> get(Started server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.origin() + path)).build(), BodyHandlers.ofString());
    }
}
