package dev.rota.systems.audiobooks.jobs;

import dev.rota.Rota;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import dev.rota.systems.audiobooks.AudiobookSettings;
import dev.rota.systems.audiobooks.task.TaskName;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers the tasks' schedules. What an operator has changed of them stays. Thread-safe. */
public final class AudiobookSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(AudiobookSchedules.class);

    private final Rota rota;
    private final AudiobookSettings settings;

    public AudiobookSchedules(Rota rota, AudiobookSettings settings) {
        this.rota = rota;
        this.settings = settings;
    }

    /** Registers all seven, or, if the scheduler is off, none. */
    public void registerAll() {
        if (!settings.scheduler().enabled()) {
            unregisterAll();
            LOG.info("SCHEDULER_ENABLED is false: no task is scheduled");
            return;
        }
        for (TaskName task : TaskName.values()) {
            register(task);
        }
    }

    /** Registers one. While its flag is off it does not fire. */
    public void register(TaskName task) {
        Map<String, Boolean> flags = settings.scheduler().flags();
        task.flag().ifPresent(flag -> rota.schedules().defineFlag(flag, flags.getOrDefault(flag, true)));
        String cron = settings.scheduler().crons().getOrDefault(task, task.defaultCron());
        Schedule schedule = Schedule.cron(name(task), cron, settings.zone())
                .runs(AudiobookTypes.of(task), new TaskArgs(null))
                .tags(AudiobookTypes.TAG)
                .overlap(OverlapPolicy.SKIP)
                .description(task.purpose());
        if (task != TaskName.CLEANUP) {
            schedule = schedule.exclusion(AudiobookTypes.SOURCES);
        }
        rota.schedules().put(task.flag().map(schedule::flag).orElse(schedule));
    }

    /** Removes all seven; their jobs stay. */
    public void unregisterAll() {
        for (TaskName task : TaskName.values()) {
            if (rota.schedules().remove(name(task))) {
                LOG.info("Task {} is no longer scheduled", task);
            }
        }
    }

    /** The schedule of a task; empty if it is not registered. */
    public Optional<StoredSchedule> find(TaskName task) {
        return rota.schedules().find(name(task));
    }

    /** The name of a task's schedule. */
    public static String name(TaskName task) {
        return AudiobookTypes.name(task);
    }
}
