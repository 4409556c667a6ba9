package dev.rota.cli;

import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.WorkerStore.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How everything stands at one moment.
 *
 * @param jobs how many jobs are in each live state and failed
 */
record Health(
        Instant now,
        Map<JobState, Long> jobs,
        List<Worker> workers,
        List<Queue> queues,
        List<StoredSchedule> schedules) {

    static Health of(Target target) {
        Map<JobState, Long> jobs = new EnumMap<>(JobState.class);
        jobs.putAll(target.counts());
        return new Health(target.now(), jobs, target.workers(), target.queues(), target.schedules());
    }

    long count(JobState state) {
        return jobs.getOrDefault(state, 0L);
    }

    /** What somebody should do something about, each in a sentence; empty if all is well. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        boolean work = !schedules.isEmpty() || JobState.live().stream().anyMatch(state -> count(state) > 0);
        if (work && workers(Worker.State.ACTIVE) == 0) {
            problems.add("No worker is active, so no job runs: start one.");
        }
        long lost = workers.stream()
                .filter(worker -> worker.state() == Worker.State.LOST && worker.running() > 0)
                .count();
        if (lost > 0) {
            problems.add(Words.counted(lost, "lost worker") + " still " + (lost == 1 ? "holds" : "hold")
                    + " jobs, which an active worker will take back.");
        }
        for (StoredSchedule schedule : schedules) {
            Duration late = ScheduleViews.late(schedule, now);
            if (!late.isZero()) {
                problems.add("Schedule " + schedule.name() + " is late by " + Moments.length(late) + ".");
            }
        }
        return problems;
    }

    long workers(Worker.State state) {
        return workers.stream().filter(worker -> worker.state() == state).count();
    }

    List<String> pausedQueues() {
        return queues.stream()
                .filter(queue -> queue.isPaused(now))
                .map(Queue::name)
                .toList();
    }

    List<String> pausedSchedules() {
        return schedules.stream()
                .filter(schedule -> schedule.isPaused(now))
                .map(StoredSchedule::name)
                .toList();
    }
}
