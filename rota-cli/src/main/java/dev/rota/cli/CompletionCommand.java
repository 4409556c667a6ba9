package dev.rota.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code rota completion}. */
@Command(name = "completion", description = "Prints what lets a shell complete commands and options.")
final class CompletionCommand {
    private final RotaCommand rota;

    @Spec
    private @Nullable CommandSpec spec;

    CompletionCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "bash", description = "For bash (and zsh): source <(rota completion bash)")
    int bash() {
        if (spec != null) {
            rota.surroundings()
                    .streams()
                    .out()
                    .println(AutoComplete.bash("rota", spec.root().commandLine()));
        }
        return ExitCode.DONE;
    }
}
