package dev.rota.cli;

import dev.rota.job.RotaException;
import dev.rota.store.StoreException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;

/** The program {@code rota}. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(Program.PLAIN.run(args));
    }

    /** Runs a command. */
    static int run(Surroundings surroundings, Program program, String... args) {
        Surroundings.Streams streams = surroundings.streams();
        int code;
        try {
            code = commandLine(surroundings, program).execute(args);
        } finally {
            streams.out().flush();
            streams.err().flush();
        }
        return code == ExitCode.DONE && streams.out().checkError() ? unwritten(streams.err()) : code;
    }

    private static int unwritten(PrintWriter err) {
        err.println("rota: The standard output could not be written to the end: see whether its disk is full.");
        err.flush();
        return ExitCode.FAILED;
    }

    private static CommandLine commandLine(Surroundings surroundings, Program program) {
        RotaCommand rota = new RotaCommand(surroundings, program.types());
        CommandLine commandLine = new CommandLine(rota)
                .addSubcommand(new StatusCommand(rota))
                .addSubcommand(new CommandLine(new JobsCommand(rota)).addSubcommand(new EnqueueCommand(rota)))
                .addSubcommand(new CommandLine(new SchedulesCommand(rota)).addSubcommand(new SetScheduleCommand(rota)))
                .addSubcommand(new QueuesCommand(rota))
                .addSubcommand(new WorkersCommand(rota))
                .addSubcommand(new FailuresCommand(rota))
                .addSubcommand(new OpsCommand(rota))
                .addSubcommand(new FlagsCommand(rota))
                .addSubcommand(new AlertsCommand(rota))
                .addSubcommand(new StatsCommand(rota))
                .addSubcommand(new AuditCommand(rota))
                .addSubcommand(new DbCommand(rota))
                .addSubcommand(new LoginCommand(rota))
                .addSubcommand(new LogoutCommand(rota))
                .addSubcommand(new WhoamiCommand(rota))
                .addSubcommand(new ContextCommand(rota))
                .addSubcommand(new ImportCommand(rota))
                .addSubcommand(new ConfigCommand(rota))
                .addSubcommand(new CompletionCommand(rota))
                .addSubcommand(new HelpCommand(rota))
                .addSubcommand(new VersionCommand(rota));
        for (Object command : program.commands().apply(new Host(rota))) {
            CommandLine more = new CommandLine(command);
            more.setDefaultValueProvider(new VariableDefaults(surroundings));
            commandLine.addSubcommand(more);
        }
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
        ZoneOption.inherit(commandLine);
        Usage.arrange(commandLine);
        return commandLine;
    }

    private static int usageFailure(RotaCommand rota, ParameterException e) {
        CommandFailure failure = Usage.failure(e);
        if (failure != null) {
            return failure(rota, failure);
        }
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
