package dev.rota.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rota help}. */
@Command(name = "help", description = "Shows how a command is used, as its --help does: rota help jobs list.")
final class HelpCommand implements Callable<Integer> {
    private final RotaCommand rota;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as jobs list; rota itself unless given.")
    private List<String> words = List.of();

    HelpCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine command = spec.root().commandLine();
            for (String word : words) {
                command = below(command, word);
            }
            command.usage(rota.surroundings().streams().out());
        }
        return ExitCode.DONE;
    }

    private static CommandLine below(CommandLine command, String word) {
        CommandLine next = command.getSubcommands().get(word);
        if (next == null) {
            throw CommandFailure.usage(NotFound.sentence(
                    "There is no command \"" + command.getCommandSpec().qualifiedName() + " " + word + "\"",
                    word,
                    List.copyOf(command.getSubcommands().keySet())));
        }
        return next;
    }

    @Command(name = "exit-codes", description = "Lists exit codes and what they mean.")
    int exitCodes() {
        for (String meaning : ExitCode.MEANINGS) {
            String[] parts = meaning.split(":", 2);
            rota.surroundings().streams().out().println("%4s  %s".formatted(parts[0], parts[1]));
        }
        return ExitCode.DONE;
    }
}
