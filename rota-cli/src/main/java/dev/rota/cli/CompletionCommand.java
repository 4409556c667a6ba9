package dev.rota.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
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

    @Command(name = "zsh", description = "For zsh: source <(rota completion zsh)")
    int zsh() {
        rota.surroundings().streams().out().println("autoload -U +X bashcompinit && bashcompinit");
        return bash();
    }

    @Command(name = "fish", description = "For fish: rota completion fish | source")
    int fish() {
        PrintWriter out = rota.surroundings().streams().out();
        if (spec != null) {
            CommandLine root = spec.root().commandLine();
            fish(
                    out,
                    root,
                    "not __fish_seen_subcommand_from "
                            + String.join(" ", root.getSubcommands().keySet()));
            root.getSubcommands().forEach((name, command) -> fish(out, command, "__fish_seen_subcommand_from " + name));
        }
        return ExitCode.DONE;
    }

    private static void fish(PrintWriter out, CommandLine command, String condition) {
        command.getSubcommands()
                .forEach((name, below) -> out.println("complete -c rota -f -n '" + condition + "' -a " + name + " -d "
                        + quoted(String.join(
                                " ", below.getCommandSpec().usageMessage().description()))));
        command.getCommandSpec().options().stream()
                .filter(option -> !option.inherited())
                .forEach(option -> out.println("complete -c rota -n '" + condition + "' -l "
                        + option.longestName().replaceFirst("^-+", "")));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
