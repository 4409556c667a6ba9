package dev.rota.cli;

import dev.rota.job.RotaException;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.store.StoreException;
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
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/** The program {@code rota}. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = writer(FileDescriptor.out, "stdout.encoding");
        PrintWriter err = writer(FileDescriptor.err, "stderr.encoding");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        Map<String, String> environment = System.getenv();
        int exitCode = run(
                new Surroundings(
                        new Surroundings.Streams(out, err, in, isTerminal()),
                        environment,
                        Path.of("").toAbsolutePath(),
                        InstantSource.system(),
                        new StoreOpener(environment, SqliteSettings.DEFAULTS, InstantSource.system()),
                        Waiting.SYSTEM),
                args);
        System.exit(exitCode);
    }

    /** Runs a command. */
    static int run(Surroundings surroundings, String... args) {
        try {
            return commandLine(surroundings).execute(args);
        } finally {
            surroundings.streams().out().flush();
            surroundings.streams().err().flush();
        }
    }

    private static PrintWriter writer(FileDescriptor descriptor, String encodingProperty) {
        String encoding = System.getProperty(encodingProperty);
        Charset charset =
                encoding == null || !Charset.isSupported(encoding) ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(new FileOutputStream(descriptor), charset)));
    }

    /** As the script that starts this program has found out; else as the console says, which knows before Java 22 only. */
    private static boolean isTerminal() {
        String told = System.getProperty("rota.terminal");
        return told == null ? System.console() != null && Runtime.version().feature() < 22 : told.equals("true");
    }

    private static CommandLine commandLine(Surroundings surroundings) {
        RotaCommand rota = new RotaCommand(surroundings);
        CommandLine commandLine = new CommandLine(rota)
                .addSubcommand(new StatusCommand(rota))
                .addSubcommand(new CommandLine(new JobsCommand(rota)).addSubcommand(new EnqueueCommand(rota)))
                .addSubcommand(new SchedulesCommand(rota))
                .addSubcommand(new QueuesCommand(rota))
                .addSubcommand(new WorkersCommand(rota))
                .addSubcommand(new DbCommand(rota))
                .addSubcommand(new ConfigCommand(rota))
                .addSubcommand(new CompletionCommand(rota))
                .addSubcommand(new VersionCommand(rota));
        commandLine
                .setOut(surroundings.streams().out())
                .setErr(surroundings.streams().err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedSubcommandsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setParameterExceptionHandler((e, given) -> usageFailure(rota, e))
                .setExecutionExceptionHandler((e, command, result) -> failure(rota, e));
        Usage.arrange(commandLine);
        return commandLine;
    }

    private static int usageFailure(RotaCommand rota, ParameterException e) {
        PrintWriter err = rota.surroundings().streams().err();
        err.println("rota: " + Usage.sentence(e));
        err.println("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
        if (rota.isVerbose()) {
            e.printStackTrace(err);
        }
        return ExitCode.USAGE;
    }

    private static int failure(RotaCommand rota, Exception e) {
        PrintWriter err = rota.surroundings().streams().err();
        if (e instanceof CommandFailure || e instanceof RotaException) {
            err.println("rota: " + sentence(e));
        } else {
            err.println("rota: This should not have happened: " + sentence(e)
                    + " Run it again with -v, and report what it prints.");
        }
        if (rota.isVerbose()) {
            e.printStackTrace(err);
        }
        return exitCode(e);
    }

    private static int exitCode(Exception e) {
        if (e instanceof CommandFailure failure) {
            return failure.exitCode();
        }
        return e instanceof StoreException store && store.isWorthRetrying() ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    /** What an exception says, on one line, with a full stop. */
    static String sentence(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        String line = message.replaceAll("\\s*\\R\\s*", " ").strip();
        return line.matches(".*[.?!]") ? line : line + ".";
    }
}
