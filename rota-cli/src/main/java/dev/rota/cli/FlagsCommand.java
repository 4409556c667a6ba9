package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rota flags}. */
@Command(name = "flags", description = "Lists flags that schedules depend on, and turns them on and off.")
final class FlagsCommand {
    private final RotaCommand rota;

    FlagsCommand(RotaCommand rota) {
        this.rota = rota;
    }

    @Command(name = "list", description = "Lists flags by name, with the schedules that fire only while they are on.")
    int list() {
        return rota.with(target -> {
            rota.printer().list(flags(rota.moments(target)), target.flags().list());
            return ExitCode.DONE;
        });
    }

    @Command(name = "set", description = "Turns a flag on or off, whatever the program says.")
    int set(@Parameters(paramLabel = "FLAG") String name, @Parameters(paramLabel = "on|off") String state) {
        if (!List.of("on", "off").contains(state)) {
            throw CommandFailure.usage("\"" + state + "\" is no state of a flag: expected on or off.");
        }
        return change(name, state.equals("on"));
    }

    @Command(name = "revert", description = "Lets the program's word about a flag count again.")
    int revert(@Parameters(paramLabel = "FLAG") String name) {
        return change(name, null);
    }

    private int change(String name, @Nullable Boolean on) {
        return rota.with(target -> {
            List<String> known = target.flags().list().items().stream()
                    .map(flag -> flag.word("name"))
                    .toList();
            if (!known.contains(name)) {
                throw CommandFailure.notFound(NotFound.sentence("There is no flag \"" + name + "\"", name, known));
            }
            Body flag = target.flags().set(name, on, rota.reason());
            Printer printer = rota.printer();
            printer.one(
                    name, flag, () -> printer.say("Flag " + name + " is " + (flag.truth("on") ? "on" : "off") + "."));
            return ExitCode.DONE;
        });
    }

    private static Listing<Body> flags(Moments moments) {
        return Listing.<Body>of("There are no flags.", flag -> flag.text("name"), flag -> flag)
                .column("NAME", flag -> Cell.of(flag.text("name")))
                .column("STATE", flag -> flag.truth("on") ? new Cell("on", Tone.GOOD) : new Cell("off", Tone.WARNING))
                .column("PROGRAM", flag -> Cell.of(flag.truth("defaultOn") ? "on" : "off"))
                .column("SCHEDULES", flag -> Cell.of(String.join(" ", flag.texts("schedules"))))
                .column("CHANGED BY", flag -> Cell.of(flag.text("changedBy")))
                .column("CHANGED", flag -> moments.cell(flag.instant("changedAt")));
    }
}
