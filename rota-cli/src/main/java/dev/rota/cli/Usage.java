package dev.rota.cli;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the use of a command is told. */
final class Usage {
    private Usage() {}

    /** Makes help pages short: the options that all commands have stand on the page of {@code rota} alone. */
    static void arrange(CommandLine root) {
        root.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
        arrangeBelow(root, true);
    }

    private static void arrangeBelow(CommandLine command, boolean isRoot) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.abbreviateSynopsis(true);
        usage.optionListHeading(isRoot ? "%nOptions of all commands:%n" : "%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("%nCommands:%n");
        if (!isRoot) {
            usage.footer("Options of all commands: rota --help");
            usage.footerHeading("%n");
            command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, Usage::ownOptions);
        }
        command.getSubcommands().values().forEach(below -> arrangeBelow(below, false));
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (String meaning : ExitCode.MEANINGS) {
            String[] parts = meaning.split(":", 2);
            codes.put(parts[0], parts[1]);
        }
        return codes;
    }

    private static String ownOptions(Help help) {
        List<OptionSpec> own = new ArrayList<>();
        for (OptionSpec option : help.commandSpec().options()) {
            if (!option.inherited()) {
                own.add(option);
            }
        }
        return own.isEmpty() ? "" : help.optionListExcludingGroups(own);
    }

    /** What a value could not be read for, if that says all there is to say: picocli puts class names around it. */
    static @Nullable CommandFailure failure(ParameterException e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof CommandFailure)) {
            cause = cause.getCause();
        }
        return (CommandFailure) cause;
    }

    /** What was wrong with the arguments. */
    static String sentence(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, command, name);
        }
        String message = String.valueOf(e.getMessage()).strip();
        if (message.equals("Missing required subcommand")) {
            return name + " is not complete: expected one of "
                    + String.join(
                            ", ",
                            command.getSubcommands().keySet().stream().sorted().toList()) + " after it.";
        }
        ArgSpec argument = e.getArgSpec();
        return argument == null || e.getValue() == null ? message + "." : wrongValue(argument, e.getValue());
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine command, String name) {
        String word = e.getUnmatched().get(0);
        if (e.isUnknownOption()) {
            List<String> known = command.getCommandSpec().options().stream()
                    .map(OptionSpec::longestName)
                    .toList();
            return NotFound.sentence(name + " has no option \"" + word + "\"", word, known);
        }
        if (command.getSubcommands().isEmpty()) {
            return "\"" + word + "\" is one argument more than " + name
                    + " takes: leave it out, or put what belongs together in quotes.";
        }
        return NotFound.sentence(
                "There is no command \"" + word + "\"",
                word,
                List.copyOf(command.getSubcommands().keySet()));
    }

    private static String wrongValue(ArgSpec argument, String value) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type == ZoneId.class) {
            return ZoneOption.wrong(name, value);
        }
        String expected = type.isEnum()
                ? "one of " + String.join(", ", argument.completionCandidates())
                : "a whole number such as 42";
        return name + " is \"" + value + "\": expected " + expected + ".";
    }
}
