package dev.rota.web;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.schedule.CronTrigger;
import dev.rota.schedule.Fire;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as a row.
 *
 * @param words when it fires, in English
 * @param trigger the cron expression; empty if it has none
 * @param zone whose clocks it follows, UTC for one that follows none
 * @param next when it fires next; null if never
 * @param window the pause window in which that will be skipped; null if it lies in none
 * @param look whether it fires: on, paused, late, off by its flag, orphaned, ended
 * @param last the latest fire that is over; null if there is none
 * @param pause null unless it is paused now
 * @param overridden whether something else counts than what the program says
 * @param tags of its jobs
 */
record ScheduleRow(
        String name,
        String href,
        @Nullable String description,
        String words,
        String trigger,
        String zone,
        @Nullable Instant next,
        @Nullable String window,
        Look look,
        @Nullable Last last,
        StoredSchedule.@Nullable Pause pause,
        boolean overridden,
        List<String> tags,
        Strip strip) {
    /** So many fires stand in the strip. */
    static final int STRIP = 45;

    /**
     * What became of the latest fire that is over.
     *
     * @param ran how long its job ran the last time; null if it made none, or it is not kept any more
     * @param slow whether that is longer than the schedule expects
     * @param href of its job; null if it made none
     */
    record Last(
            Look look,
            Instant dueAt,
            @Nullable Duration ran,
            boolean slow,
            @Nullable String href) {
        String took() {
            return ran == null ? "" : Times.took(ran);
        }
    }

    boolean paused() {
        return pause != null;
    }

    boolean late() {
        return look.equals(Look.LATE);
    }

    /**
     * Of one schedule.
     *
     * @param off the flags that are off
     * @param fires its latest, the latest first
     * @param jobs of those fires, by their ids, as far as they are kept
     */
    static ScheduleRow of(
            Shell shell, StoredSchedule schedule, Set<String> off, List<Fire> fires, Map<Long, Job> jobs) {
        Trigger trigger = schedule.effective().trigger();
        return new ScheduleRow(
                schedule.name(),
                shell.scheduleHref(schedule.name()),
                schedule.effective().policies().description(),
                trigger.describe(),
                trigger instanceof CronTrigger ? trigger.text() : "",
                SchedulePreview.name(Objects.requireNonNullElse(trigger.zone(), ZoneOffset.UTC)),
                schedule.nextFireAt(),
                Optional.ofNullable(schedule.nextFireAt())
                        .flatMap(schedule.effective()::pauseWindow)
                        .map(PauseWindow::text)
                        .orElse(null),
                look(schedule, off, shell.time()),
                last(shell, schedule, fires, jobs),
                schedule.isPaused(shell.time()) ? schedule.pause() : null,
                schedule.override() != null && schedule.code() != null,
                schedule.effective().job().tags(),
                Strip.of(fires.size() > STRIP ? fires.subList(0, STRIP) : fires, STRIP, jobs, shell));
    }

    private static Look look(StoredSchedule schedule, Set<String> off, Instant now) {
        String flag = schedule.effective().policies().flag();
        if (schedule.orphanedAt() != null) {
            return Look.ORPHANED;
        }
        if (schedule.isPaused(now)) {
            return Look.PAUSED;
        }
        if (flag != null && off.contains(flag)) {
            return Look.OFF;
        }
        if (Templates.isLate(schedule, off, now)) {
            return Look.LATE;
        }
        return schedule.nextFireAt() == null ? Look.ENDED : Look.ON;
    }

    private static @Nullable Last last(Shell shell, StoredSchedule schedule, List<Fire> fires, Map<Long, Job> jobs) {
        return over(fires)
                .map(fire -> {
                    Job job = fire.jobId() == null ? null : jobs.get(fire.jobId());
                    Duration ran = job == null ? null : job.times().ran();
                    Duration expected = schedule.effective().policies().expected();
                    return new Last(
                            Look.of(fire.outcome()),
                            fire.dueAt(),
                            ran,
                            ran != null && expected != null && ran.compareTo(expected) > 0,
                            fire.jobId() == null ? null : shell.jobHref(fire.jobId()));
                })
                .orElse(null);
    }

    private static Optional<Fire> over(List<Fire> latestFirst) {
        return latestFirst.stream()
                .filter(fire -> fire.outcome() != Fire.Outcome.RUNNING)
                .findFirst();
    }

    /** The jobs of the latest fires that are over, one for each list, by their ids: one statement however many lists. */
    static Map<Long, Job> lastJobs(Rota rota, Collection<List<Fire>> lists) {
        return jobs(rota, lists.stream().flatMap(fires -> over(fires).stream()).toList());
    }

    /** The jobs of some fires, at most 1,000, by their ids, as far as they are kept. */
    static Map<Long, Job> jobs(Rota rota, List<Fire> fires) {
        List<Long> ids =
                fires.stream().map(Fire::jobId).filter(Objects::nonNull).toList();
        return ids.isEmpty()
                ? Map.of()
                : rota.store().archive().findAll(ids).stream().collect(Collectors.toMap(Job::id, Function.identity()));
    }
}
