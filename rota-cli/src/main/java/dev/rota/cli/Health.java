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
 * @param unworked queues in which jobs wait, though no active worker takes from them and they are not paused
 */
record Health(
        Instant now,
        Map<String, Target.Count> jobs,
        List<Body> workers,
        List<Body> queues,
        List<String> unworked,
        List<Body> schedules) {
    private static final String ANY_QUEUE = "*";
    private static final Set<String> LIVE = Set.of("queued", "running", "scheduled", "retrying", "blocked");

    static Health of(Target target) {
        List<Body> workers = target.places().workers().items();
        List<Body> queues = target.places().queues().items();
        return new Health(
                target.now(),
                target.jobs().counts(),
                workers,
                queues,
                unworked(target, workers, queues),
                target.schedules().list().items());
    }

    private static List<String> unworked(Target target, List<Body> workers, List<Body> queues) {
        List<String> without = queues.stream()
                .filter(queue -> !queue.truth("paused"))
                .map(queue -> queue.word("name"))
                .filter(queue -> workers.stream().noneMatch(worker -> takesFrom(worker, queue)))
                .toList();
        return without.isEmpty()
                ? List.of()
                : target.places().waiting(without).stream().sorted().toList();
    }

    private static boolean takesFrom(Body worker, String queue) {
        Map<String, String> slots = worker.textsByName("slots");
        return worker.word("state").equals("active")
                && !slots.getOrDefault(queue, slots.getOrDefault(ANY_QUEUE, "0"))
                        .equals("0");
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
        if (workers("active") > 0) {
            unworked.forEach(queue -> problems.add("Jobs wait in queue " + queue
                    + ", and no active worker takes from it: start one with slots for it."));
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
