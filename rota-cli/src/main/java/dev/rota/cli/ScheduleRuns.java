package dev.rota.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the jobs of schedules now, and waits for them. */
final class ScheduleRuns {
    private final RotaCommand rota;
    private final Target target;

    ScheduleRuns(RotaCommand rota, Target target) {
        this.rota = rota;
        this.target = target;
    }

    /**
     * Runs them.
     *
     * @param patience how long to wait for each; null does not wait
     */
    int run(List<String> names, @Nullable Duration patience) {
        Printer printer = rota.printer();
        List<Long> jobs = new ArrayList<>();
        Set<Integer> codes = new TreeSet<>();
        for (String name : names) {
            Body fire = target.schedules().run(name);
            String job = fire.text("jobId");
            if (job != null) {
                jobs.add(fire.number("jobId"));
            }
            codes.add(job == null ? ExitCode.CONFLICT : ExitCode.DONE);
            if (patience == null || printer.format().isForPeople()) {
                printer.one(
                        String.valueOf(job),
                        fire,
                        () -> printer.say(
                                job == null
                                        ? "Schedule " + name + " made no job: " + fire.text("note") + "."
                                        : "Schedule " + name + " has made job " + job + "."));
            }
        }
        if (patience != null) {
            jobs.forEach(job -> codes.add(new JobWait(rota, target).until(job, patience)));
        }
        if (codes.size() > 1) {
            return codes.contains(ExitCode.ENDED_BADLY) ? ExitCode.ENDED_BADLY : ExitCode.PARTLY;
        }
        return codes.stream().findFirst().orElse(ExitCode.DONE);
    }
}
