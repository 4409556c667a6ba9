package dev.rota.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which schedules a command means: one by name, those with a tag, or all. */
final class ScheduleChoice {
    @Parameters(paramLabel = "NAME", arity = "0..1")
    private @Nullable String name;

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description = "All schedules whose jobs have this tag, instead of one.")
    private @Nullable String tag;

    @Option(names = "--all", description = "All schedules instead of one.")
    private boolean all;

    /** @throws CommandFailure unless exactly one of the three is given */
    void check() {
        if (Stream.of(name != null, tag != null, all).filter(each -> each).count() != 1) {
            throw CommandFailure.usage("Expected the name of a schedule, --tag or --all.");
        }
    }

    /** Whether there may be any number of them. */
    boolean isMany() {
        return name == null;
    }

    String name() {
        return String.valueOf(name);
    }

    /** @throws CommandFailure if there is none of that name, or none with that tag */
    List<Body> of(Target target) {
        if (name != null) {
            return List.of(SchedulesCommand.requireSchedule(target, name));
        }
        List<Body> found = target.schedules().list().items().stream()
                .filter(schedule -> tag == null || schedule.texts("tags").contains(tag))
                .toList();
        if (found.isEmpty() && tag != null) {
            throw CommandFailure.notFound("The jobs of no schedule have the tag \"" + tag
                    + "\": see rota schedules list -o json for those they have.");
        }
        return found;
    }

    /** Asks before all are acted on. */
    void confirm(RotaCommand rota, String does, int count) {
        if (all && count > 0) {
            rota.confirm("This " + does + " " + Words.counted(count, "schedule"));
        }
    }
}
