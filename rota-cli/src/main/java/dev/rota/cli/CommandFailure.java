package dev.rota.cli;

import org.jspecify.annotations.Nullable;

/** A command could not be carried out. The message is one sentence for the person who gave it. */
public sealed class CommandFailure extends RuntimeException permits Refusal {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    /**
     * With an exit code of {@link ExitCode}.
     *
     * @param message one sentence
     */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The command was not written as it must be. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }

    /** There is no such thing. */
    public static CommandFailure notFound(String message) {
        return new CommandFailure(ExitCode.NOT_FOUND, message);
    }

    /** One of {@link ExitCode}. */
    public final int exitCode() {
        return exitCode;
    }
}
