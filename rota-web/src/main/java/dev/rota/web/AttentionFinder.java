package dev.rota.web;

import dev.rota.Rota;
import dev.rota.alerts.AlertRules;
import dev.rota.alerts.AlertSender;
import dev.rota.job.BlockedBy;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.FailureStore;
import dev.rota.store.Finding;
import dev.rota.store.JobArchive.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks for what needs somebody, worst first. Each look is bounded, whatever the number of jobs. */
final class AttentionFinder {
    private static final int MOST = 8;
    private static final int PARKED_LOOKED_AT = 200;
    private static final int LONGEST_MESSAGE = 200;
    private static final Duration LONG_PAUSE = Duration.ofHours(24);

    private final Rota rota;
    private final Shell shell;
    private final Instant now;
    private final AlertRules rules;

    AttentionFinder(Rota rota, Shell shell, AlertRules rules) {
        this.rota = rota;
        this.shell = shell;
        this.now = shell.time();
        this.rules = rules;
    }

    /**
     * What needs somebody, as far as there is room for it.
     *
     * @param more how many there are besides
     */
    record Found(List<Attention> shown, int more) {
        /** The same room for each kind of trouble, so that many late schedules do not hide one broken database. */
        static Found of(List<List<Attention>> kinds) {
            int[] taken = new int[kinds.size()];
            int left = MOST;
            for (int round = 0; round < MOST; round++) {
                for (int kind = 0; kind < taken.length && left > 0; kind++) {
                    if (kinds.get(kind).size() > round) {
                        taken[kind]++;
                        left--;
                    }
                }
            }
            List<Attention> shown = new ArrayList<>();
            for (int kind = 0; kind < taken.length; kind++) {
                shown.addAll(kinds.get(kind).subList(0, taken[kind]));
            }
            return new Found(shown, kinds.stream().mapToInt(List::size).sum() - shown.size());
        }
    }

    /** @param database what is the matter with it */
    Found find(List<StoredSchedule> schedules, List<QueueLoads.QueueRow> queues, List<Finding> database) {
        Set<String> off = Templates.flagsOff(rota.schedules().flags());
        List<Attention> late = schedules.stream()
                .filter(schedule -> Templates.isLate(schedule, off, now))
                .sorted(Comparator.comparing(schedule -> schedule.nextFireAt() == null ? now : schedule.nextFireAt()))
                .map(this::late)
                .toList();
        List<Attention> failed = Failures.unseen(rota, now).stream()
                .limit(MOST)
                .flatMap(group -> rota.store().failures().find(group.fingerprint()).stream())
                .map(this::failed)
                .toList();
        return Found.of(List.of(
                of(database, Finding.Severity.ERROR),
                late,
                of(queues, QueueLoads.QueueRow::isStranded, this::stranded),
                of(queues, this::isSlow, this::slow),
                failed,
                withoutHandler(),
                new WorkerAttention(shell).find(rota.store().workers().list()),
                of(queues, queue -> queue.paused() && queue.hasWaiting(), this::paused),
                of(schedules, this::isLongPaused, this::paused),
                of(database, Finding.Severity.WARNING)));
    }

    private static <T> List<Attention> of(List<T> all, Predicate<T> needs, Function<T, Attention> how) {
        return all.stream().filter(needs).map(how).toList();
    }

    private List<Attention> of(List<Finding> database, Finding.Severity severity) {
        boolean grave = severity == Finding.Severity.ERROR;
        return database.stream()
                .filter(finding -> finding.severity() == severity)
                .map(finding -> new Attention(
                        new Look(grave ? "✕" : "!", "Database", grave ? "bad" : "attention"),
                        finding.code(),
                        shell.root() + "/settings#database",
                        finding.found() + " " + finding.matters(),
                        null,
                        null,
                        "Open settings"))
                .toList();
    }

    /** The first that waits has waited for longer than it should in this queue, though there are workers. */
    private boolean isSlow(QueueLoads.QueueRow queue) {
        Instant oldest = queue.oldestDueAt();
        return oldest != null
                && queue.hasWaiting()
                && !queue.paused()
                && !queue.isStranded()
                && !queue.name().equals(AlertSender.QUEUE)
                && oldest.plus(rules.waitIn(queue.name())).isBefore(now);
    }

    private Attention slow(QueueLoads.QueueRow queue) {
        return new Attention(
                new Look("!", "Waits long", "attention"),
                queue.name(),
                shell.jobsHref("state=queued&queue=" + Urls.encoded(queue.name())),
                queue.waiting() + " waiting, the first of them for longer than "
                        + Times.rough(rules.waitIn(queue.name())),
                queue.oldestDueAt(),
                null,
                "Open jobs");
    }

    private Attention late(StoredSchedule schedule) {
        Instant due = schedule.nextFireAt();
        return new Attention(
                Look.LATE,
                schedule.name(),
                shell.scheduleHref(schedule.name()),
                "was expected " + (due == null ? "" : Times.utc(due)) + " and has not fired",
                due,
                shell.scheduleHref(schedule.name()) + "/runs",
                "Run now");
    }

    private Attention stranded(QueueLoads.QueueRow queue) {
        return new Attention(
                new Look("!", "No workers", "attention"),
                queue.name(),
                shell.jobsHref("state=queued&queue=" + Urls.encoded(queue.name())),
                queue.waiting() + " waiting, and no worker takes from this queue",
                queue.oldestDueAt(),
                null,
                "Open jobs");
    }

    private Attention failed(FailureStore.Group group) {
        String message = group.sample().message();
        return new Attention(
                Look.of(group.status(now)),
                group.sample().title(),
                shell.failureHref(group.fingerprint()),
                stuck(group) + " of " + group.sample().type()
                        + (message == null ? "" : " · " + Labels.shortened(message, LONGEST_MESSAGE)),
                group.firstSeen(),
                null,
                "Open failures");
    }

    private static String stuck(FailureStore.Group group) {
        long failed = group.stuck().failed();
        if (failed == 0) {
            return Labels.counted(group.occurrences(), "failed attempt", "failed attempts");
        }
        return failed >= FailureStore.MOST_JOBS
                ? Labels.capped(FailureStore.MOST_JOBS - 1L, FailureStore.MOST_JOBS - 1L) + " jobs"
                : Labels.counted(failed, "job", "jobs");
    }

    private List<Attention> withoutHandler() {
        Map<String, Job> oldest = new LinkedHashMap<>();
        rota.jobs().list(Query.NEWEST.states(JobState.BLOCKED).limit(PARKED_LOOKED_AT)).stream()
                .filter(job -> job.blockedBy() == BlockedBy.HANDLER)
                .forEach(job -> oldest.put(job.type(), job));
        return oldest.values().stream()
                .map(job -> new Attention(
                        new Look("▢", "No handler", "attention"),
                        job.type(),
                        shell.jobsHref("state=blocked&type=" + Urls.encoded(job.type())),
                        "no worker has a handler for this type: its jobs wait until one has",
                        job.times().dueAt(),
                        null,
                        "Open jobs"))
                .toList();
    }

    private Attention paused(QueueLoads.QueueRow queue) {
        return new Attention(
                Look.PAUSED,
                queue.name(),
                shell.queuePage(queue.name()),
                "queue is paused by " + queue.pausedBy() + reason(queue.pauseReason()) + ", " + queue.waiting()
                        + " waiting",
                queue.oldestDueAt(),
                null,
                "Open queue");
    }

    private boolean isLongPaused(StoredSchedule schedule) {
        StoredSchedule.Pause pause = schedule.pause();
        return pause != null
                && schedule.isPaused(now)
                && pause.at().plus(LONG_PAUSE).isBefore(now);
    }

    private Attention paused(StoredSchedule schedule) {
        StoredSchedule.Pause pause = schedule.pause();
        return new Attention(
                Look.PAUSED,
                schedule.name(),
                shell.scheduleHref(schedule.name()),
                pause == null ? "" : "schedule is paused by " + pause.by() + reason(pause.reason()),
                pause == null ? null : pause.at(),
                null,
                "Open schedule");
    }

    private static String reason(@Nullable String reason) {
        return reason == null ? "" : " (" + reason + ")";
    }
}
