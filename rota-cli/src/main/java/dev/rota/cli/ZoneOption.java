package dev.rota.cli;

import dev.rota.schedule.ZoneNames;
import java.time.ZoneId;
import java.time.ZoneOffset;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** In which zone people see times. Some commands have an option of the same name, for the zone of a schedule. */
final class ZoneOption {
    static final String NAME = "--zone";
    static final String VARIABLE = "ROTA_ZONE";

    private ZoneOption() {}

    /** Lets it stand behind each command that has none of its own; picocli refuses to inherit it where one has. */
    static void inherit(CommandLine root) {
        below(root, root.getCommandSpec().findOption(NAME));
    }

    private static void below(CommandLine command, OptionSpec option) {
        for (CommandLine each : command.getSubcommands().values()) {
            CommandSpec spec = each.getCommandSpec();
            if (spec.findOption(NAME) == null) {
                spec.addOption(
                        OptionSpec.builder(option).inherited(true).root(option).build());
            }
            below(each, option);
        }
    }

    /** UTC if the variable is not set. */
    static ZoneId ofVariable(Surroundings surroundings) {
        String name = surroundings.variable(VARIABLE);
        try {
            return name == null ? ZoneOffset.UTC : ZoneNames.parse(name);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, VARIABLE + ": " + e.getMessage(), e);
        }
    }

    /** Why a text is no zone. */
    static String wrong(String option, String text) {
        try {
            return option + " is \"" + ZoneNames.parse(text) + "\": leave out the spaces.";
        } catch (IllegalArgumentException e) {
            return option + ": " + e.getMessage();
        }
    }
}
