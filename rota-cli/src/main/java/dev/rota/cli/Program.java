package dev.rota.cli;

import dev.rota.job.JobType;
import dev.rota.sqlite.SqliteSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The program {@code rota}, to which another program may add commands of its own.
 *
 * @param commands makes the commands, as picocli knows them: objects of classes that are annotated with {@code @Command}
 * @param types job types that are built into the program, so that arguments for them can be checked
 */
public record Program(Function<Host, List<Object>> commands, List<JobType<?>> types) {
    /** Without more commands. */
    public static final Program PLAIN = new Program(host -> List.of(), List.of());

    public Program {
        types = List.copyOf(types);
    }

    /**
     * Runs a command of this process.
     *
     * @return its exit code, to end the process with
     */
    public int run(String... args) {
        PrintWriter out = writer(FileDescriptor.out, "stdout.encoding");
        PrintWriter err = writer(FileDescriptor.err, "stderr.encoding");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        return run(new Surroundings.Streams(out, err, in, isTerminal()), System.getenv(), Path.of(""), args);
    }

    /** The same with other streams, environment and directory: for tests. */
    public int run(
            PrintWriter out, BufferedReader in, Map<String, String> environment, Path directory, String... args) {
        return run(new Surroundings.Streams(out, out, in, false), environment, directory, args);
    }

    private int run(Surroundings.Streams streams, Map<String, String> environment, Path directory, String... args) {
        Surroundings surroundings = new Surroundings(
                streams,
                environment,
                directory.toAbsolutePath(),
                InstantSource.system(),
                new StoreOpener(environment, SqliteSettings.DEFAULTS, InstantSource.system()),
                Waiting.SYSTEM);
        return Main.run(surroundings, this, args);
    }

    private static PrintWriter writer(FileDescriptor descriptor, String encodingProperty) {
        String encoding = System.getProperty(encodingProperty);
        Charset charset =
                encoding == null || !Charset.isSupported(encoding) ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(new PipeStream(new FileOutputStream(descriptor)), charset)));
    }

    /** As the script that starts this program has found out; else as the console says, which knows before Java 22 only. */
    private static boolean isTerminal() {
        String told = System.getProperty("rota.terminal");
        return told == null ? System.console() != null && Runtime.version().feature() < 22 : told.equals("true");
    }
}
