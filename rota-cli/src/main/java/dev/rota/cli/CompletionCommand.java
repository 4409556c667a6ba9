package dev.rota.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
        if (spec != null) {
            CommandLine root = spec.root().commandLine();
            PrintWriter out = rota.surroundings().streams().out();
            options(out, root, "");
            commands(out, root, "");
        }
        return ExitCode.DONE;
    }

    /** What may follow a command: the commands below it, until one of them was given, and its options. */
    private static void commands(PrintWriter out, CommandLine command, String given) {
        Map<String, CommandLine> below = command.getSubcommands();
        String none = below.isEmpty() ? "" : "not __fish_seen_subcommand_from " + String.join(" ", below.keySet());
        below.forEach((name, next) -> out.println("complete -c rota -f -n "
                + quoted(given.isEmpty() ? none : given + "; and " + none) + " -a " + name + " -d "
                + quoted(said(next.getCommandSpec().usageMessage().description()))));
        below.forEach((name, next) -> {
            String seen = "__fish_seen_subcommand_from " + name;
            String path = given.isEmpty() ? seen : given + "; and " + seen;
            options(out, next, " -n " + quoted(path));
            commands(out, next, path);
        });
    }

    private static void options(PrintWriter out, CommandLine command, String condition) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.inherited() && !option.hidden()) {
                StringBuilder line = new StringBuilder("complete -c rota").append(condition);
                for (String name : option.names()) {
                    line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
                }
                if (option.arity().max() > 0) {
                    line.append(option.completionCandidates() == null ? " -r" : " -x -a " + words(option));
                }
                out.println(line.append(" -d ").append(quoted(said(option.description()))));
            }
        }
    }

    private static String words(OptionSpec option) {
        List<String> words = new ArrayList<>();
        option.completionCandidates().forEach(words::add);
        return quoted(String.join(" ", words));
    }

    /** The first sentence: there is room for one line. */
    private static String said(String[] description) {
        String text = String.join(" ", description).replace("${COMPLETION-CANDIDATES}", "these");
        int end = text.indexOf(". ");
        return end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
