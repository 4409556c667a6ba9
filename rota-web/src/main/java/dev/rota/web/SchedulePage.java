package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.AuditLog;
import dev.rota.console.Scope;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.NewJob;
import dev.rota.schedule.Fire;
import dev.rota.schedule.PauseWindow;
import dev.rota.schedule.Policies;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import dev.rota.web.chart.Chart;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One schedule.
 *
 * @param diff what an operator changed; null if nobody did
 * @param zone whose clocks it follows, UTC for one that follows none
 * @param args of its jobs, with secrets hidden
 * @param ahead its next fires
 * @param fires its latest fires, the latest first
 * @param skipped how many fires have been skipped since it was paused, among the latest; 0 if it is not paused
 * @param history what was done to it, the latest first; null if the reader may not know
 */
record SchedulePage(
        Shell shell,
        ScheduleRow row,
        StoredSchedule schedule,
        @Nullable ScheduleDiff diff,
        String zone,
        String args,
        List<SchedulePages.Ahead> ahead,
        List<String> warnings,
        List<FireRow> fires,
        int skipped,
        Charts charts,
        @Nullable List<AuditLog.Entry> history) {
    /** So many fires are looked at. */
    static final int LATEST = 400;

    private static final int TABLE = 50;
    private static final int AHEAD = 5;
    private static final int HISTORY = 10;

    /**
     * A fire that was.
     *
     * @param started when the last attempt of its job was claimed; null if none was, or the job is not kept any more
     * @param ran how long that attempt ran, or has run so far; null if there is none, or it is not known
     * @param slow whether that is longer than its schedule expects
     */
    record FireRow(
            Instant dueAt,
            String late,
            @Nullable Instant started,
            @Nullable Duration ran,
            boolean slow,
            Look look,
            @Nullable Long jobId,
            @Nullable String note) {
        String took() {
            return Times.took(ran);
        }
    }

    /**
     * What is drawn.
     *
     * @param trend null if there is too little to see
     */
    record Charts(Lookback over, Chart timeline, @Nullable Chart trend) {
        static final List<Lookback> CHOICES = List.of(Lookback.DAY, Lookback.WEEK, Lookback.MONTH);
    }

    /** A fact with its name. */
    record Fact(String name, String text) {}

    static SchedulePage of(Rota rota, Redactor redactor, Shell shell, StoredSchedule schedule, Lookback over) {
        List<Fire> fires = rota.schedules().fires(schedule.name(), LATEST);
        Map<Long, Job> jobs = ScheduleRow.jobs(rota, recent(fires));
        NewJob job = schedule.effective().job();
        Trigger trigger = schedule.effective().trigger();
        ZoneId zone = Optional.ofNullable(trigger.zone()).orElse(ZoneOffset.UTC);
        ScheduleCharts charts = new ScheduleCharts(schedule, fires, fires.size() == LATEST, shell.time());
        return new SchedulePage(
                shell,
                ScheduleRow.of(
                        shell, schedule, Templates.flagsOff(rota.schedules().flags()), fires, jobs),
                schedule,
                ScheduleDiff.of(schedule, redactor),
                SchedulePreview.name(zone),
                Json.pretty(redactor.args(job.type(), job.args())),
                ahead(schedule, trigger, zone),
                SchedulePreview.warnings(trigger, shell.time()),
                fires.stream()
                        .limit(TABLE)
                        .map(fire -> row(schedule, fire, jobs, shell.time()))
                        .toList(),
                skipped(schedule, fires, shell.time()),
                new Charts(over, charts.timeline(over), charts.trend(jobs).orElse(null)),
                shell.may(Scope.AUDIT_READ) ? history(rota, schedule) : null);
    }

    /** The fires whose jobs are looked at: those in the table, and those whose run times are drawn. */
    private static List<Fire> recent(List<Fire> fires) {
        return Stream.concat(fires.stream().limit(TABLE), ScheduleCharts.withRuns(fires).stream())
                .distinct()
                .toList();
    }

    private static List<AuditLog.Entry> history(Rota rota, StoredSchedule schedule) {
        return rota.store()
                .console()
                .audit()
                .list(AuditLog.Query.NEWEST
                        .target(ScheduleChanges.target(schedule.name()))
                        .limit(HISTORY));
    }

    private static List<SchedulePages.Ahead> ahead(StoredSchedule schedule, Trigger trigger, ZoneId zone) {
        List<SchedulePages.Ahead> ahead = new ArrayList<>();
        Instant end = schedule.effective().policies().endsAt();
        Instant at = schedule.nextFireAt();
        while (at != null && ahead.size() < AHEAD && (end == null || at.isBefore(end))) {
            ahead.add(SchedulePages.Ahead.of(schedule.effective(), at, zone));
            at = trigger.next(at).orElse(null);
        }
        return ahead;
    }

    static int skipped(StoredSchedule schedule, List<Fire> fires, Instant now) {
        StoredSchedule.Pause pause = schedule.pause();
        return pause == null || !schedule.isPaused(now)
                ? 0
                : (int) fires.stream()
                        .filter(fire -> fire.outcome() == Fire.Outcome.SKIPPED
                                && !fire.dueAt().isBefore(pause.at()))
                        .count();
    }

    private static FireRow row(StoredSchedule schedule, Fire fire, Map<Long, Job> jobs, Instant now) {
        Job job = fire.jobId() == null ? null : jobs.get(fire.jobId());
        Duration ran = job == null ? null : ran(job, now);
        Duration expected = schedule.effective().policies().expected();
        return new FireRow(
                fire.dueAt(),
                Times.took(Duration.between(fire.dueAt(), fire.firedAt())),
                job == null ? null : job.times().claimedAt(),
                ran,
                ran != null && expected != null && ran.compareTo(expected) > 0,
                Look.of(fire.outcome()),
                fire.jobId(),
                fire.note());
    }

    private static @Nullable Duration ran(Job job, Instant now) {
        Instant claimed = job.times().claimedAt();
        return job.state() == JobState.RUNNING && claimed != null
                ? Duration.between(claimed, now)
                : job.times().ran();
    }

    boolean hasZone() {
        return !zone.equals("UTC");
    }

    boolean orphaned() {
        return schedule.orphanedAt() != null;
    }

    /** What code defines would be there again when it starts. */
    boolean canDelete() {
        return shell.may(Scope.SCHEDULES_WRITE) && (orphaned() || schedule.code() == null);
    }

    /** All that is done to it, with what it was before and after. */
    String historyHref() {
        return shell.root() + "/audit?target=" + Urls.encoded(ScheduleChanges.target(schedule.name()));
    }

    String overHref(Lookback choice) {
        return row.href() + "?over=" + choice.word();
    }

    /** How it fires and what its jobs are like, as far as there is something to say. */
    List<Fact> facts() {
        Policies policies = schedule.effective().policies();
        NewJob job = schedule.effective().job();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Priority", String.valueOf(job.priority())));
        facts.add(new Fact("Attempts", Labels.counted(job.maxAttempts(), "at the most", "at the most")));
        add(facts, "Timeout", job.timeout() == null ? null : Times.rough(job.timeout()));
        add(facts, "Tags", job.tags().isEmpty() ? null : String.join(", ", job.tags()));
        add(
                facts,
                "One at a time",
                job.exclusion() == null ? null : job.exclusion().key());
        add(facts, "Jitter", policies.jitter().isZero() ? null : "up to " + Times.rough(policies.jitter()));
        add(facts, "Late after", Times.rough(policies.grace()));
        add(facts, "Expected run time", policies.expected() == null ? null : Times.rough(policies.expected()));
        add(
                facts,
                "Pause windows",
                policies.pauseWindows().isEmpty()
                        ? null
                        : PauseWindow.text(policies.pauseWindows()) + " (" + zone + ")");
        add(facts, "Not before", policies.startsAt() == null ? null : Times.utc(policies.startsAt()));
        add(facts, "Not from", policies.endsAt() == null ? null : Times.utc(policies.endsAt()));
        add(facts, "Flag", policies.flag());
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable String text) {
        if (text != null) {
            facts.add(new Fact(name, text));
        }
    }

    /** Who says what it is like. */
    String definedBy() {
        if (schedule.code() == null) {
            return "an operator";
        }
        String program = schedule.application() == null ? "code" : "the code of " + schedule.application();
        return schedule.codeSince() == null ? program : program + ", so since " + Times.utc(schedule.codeSince());
    }
}
