package dev.rota.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How everything stands at one moment.
 *
 * @param jobs how many jobs are in each live state and failed
 */
record Health(
        Instant now, Map<String, Target.Count> jobs, List<Body> workers, List<Body> queues, List<Body> schedules) {
    private static final Set<String> LIVE = Set.of("queued", "running", "scheduled", "retrying", "blocked");

    static Health of(Target target) {
        return new Health(
                target.now(),
                target.jobs().counts(),
                target.places().workers().items(),
                target.places().queues().items(),
                target.schedules().list().items());
    }

    Target.Count count(String state) {
        return jobs.getOrDefault(state, new Target.Count(0, false));
    }

    /** What somebody should do something about, each in a sentence; empty if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        boolean work = !schedules.isEmpty()
                || LIVE.stream().anyMatch(state -> count(state).value() > 0);
        if (work && workers("active") == 0) {
            problems.add("No worker is active, so no job runs: start one.");
        }
        long lost = workers.stream()
                .filter(worker -> worker.word("state").equals("lost") && worker.number("running") > 0)
                .count();
        if (lost > 0) {
            problems.add(Words.counted(lost, "lost worker") + " still " + (lost == 1 ? "holds" : "hold")
                    + " jobs, which an active worker will take back.");
        }
        for (Body schedule : schedules) {
            Duration late = ScheduleViews.late(schedule, now);
            if (!late.isZero()) {
                problems.add("Schedule " + schedule.word("name") + " is late by " + Moments.length(late) + ".");
            }
        }
        return problems;
    }

    long workers(String state) {
        return workers.stream()
                .filter(worker -> worker.word("state").equals(state))
                .count();
    }

    List<String> pausedQueues() {
        return paused(queues);
    }

    List<String> pausedSchedules() {
        return paused(schedules);
    }

    private static List<String> paused(List<Body> things) {
        return things.stream()
                .filter(thing -> thing.truth("paused"))
                .map(thing -> thing.word("name"))
                .toList();
    }
}
