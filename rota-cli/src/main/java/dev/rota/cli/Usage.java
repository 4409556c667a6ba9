package dev.rota.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

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
        Map<String, String> codes = new java.util.LinkedHashMap<>();
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

    /** What was wrong with the arguments. */
    static String sentence(ParameterException e) {
        CommandLine command = e.getCommandLine();
        Map<String, CommandLine> below = command.getSubcommands();
        if (e instanceof MissingParameterException missing
                && missing.getMissing().isEmpty()
                && !below.isEmpty()) {
            return "The command " + command.getCommandSpec().qualifiedName() + " is not complete: expected one of "
                    + String.join(", ", below.keySet()) + ".";
        }
        String message = String.valueOf(e.getMessage()).strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
