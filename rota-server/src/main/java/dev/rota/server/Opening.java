package dev.rota.server;

import dev.rota.cli.CommandFailure;
import dev.rota.cli.Database;
import dev.rota.cli.ExitCode;
import dev.rota.cli.Host;
import dev.rota.job.RotaException;
import dev.rota.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Opens what a server needs; whatever is in the way ends the program with one sentence and the exit code 1. */
final class Opening {
    private final Host host;

    Opening(Host host) {
        this.host = host;
    }

    /** The database, with a directory for its file. */
    Store store(int connections) {
        Database database = host.databaseToMake(null);
        if (database instanceof Database.SqliteFile sqlite) {
            makeDirectory(sqlite.file());
        }
        return host.openStore(database, connections);
    }

    private static void makeDirectory(Path file) {
        Path directory = file.getParent();
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "The directory " + directory + " of the database cannot be made: give this user the right to write "
                            + "there, or name another file with --db.",
                    e);
        }
    }

    /** Runs {@code work}; only what was wrong with the command itself keeps its exit code. */
    <T> T attempt(Supplier<T> work) {
        try {
            return work.get();
        } catch (CommandFailure e) {
            throw e.exitCode() == ExitCode.USAGE
                    ? e
                    : new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        } catch (RotaException e) {
            throw new CommandFailure(ExitCode.FAILED, sentence(e), e);
        }
    }

    private static String sentence(RotaException e) {
        String line =
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
        return line.matches(".*[.?!]") ? line : line + ".";
    }
}
