package dev.rota.cli;

import picocli.CommandLine.Command;

/** {@code rota help}. */
@Command(name = "help", description = "Tells what stands on no command's own page.")
final class HelpCommand {
    private final RotaCommand rota;

    HelpCommand(RotaCommand rota) {
        this.rota = rota;
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
