package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.schedule.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How schedules and their fires are shown. */
final class ScheduleViews {
    private ScheduleViews() {}

    /**
     * A schedule with what came last of it.
     *
     * @param last its latest fire; null if it has none
     */
    record Line(StoredSchedule schedule, @Nullable Fire last) {
        static Line of(Target target, StoredSchedule schedule) {
            return new Line(
                    schedule,
                    target.fires(schedule.name(), 1).stream().findFirst().orElse(null));
        }

        ScheduleDefinition definition() {
            return schedule.effective();
        }
    }

    static Listing<Line> schedules(Moments moments) {
        return Listing.<Line>of(
                        "There are no schedules.", line -> line.schedule().name(), line -> shape(line, moments))
                .column("NAME", line -> Cell.of(line.schedule().name()))
                .column("RUNS", line -> Cell.of(words(line.definition().trigger())))
                .column("ZONE", line -> Cell.of(line.definition().trigger().zone()))
                .column("NEXT", line -> next(line.schedule(), moments))
                .column("LAST", line -> last(line.last(), moments))
                .wideColumn("TYPE", line -> Cell.of(line.definition().job().type()))
                .wideColumn("QUEUE", line -> Cell.of(line.definition().job().queue()))
                .wideColumn(
                        "TRIGGER", line -> Cell.of(line.definition().trigger().text()))
                .wideColumn("MISSED", line -> Cell.of(missed(line.definition().policies())))
                .wideColumn(
                        "OVERLAP",
                        line -> Cell.of(Words.of(line.definition().policies().overlap())))
                .wideColumn("FLAG", line -> Cell.of(line.definition().policies().flag()))
                .wideColumn("FROM", line -> Cell.of(origin(line.schedule())))
                .wideColumn(
                        "DESCRIPTION",
                        line -> Cell.of(line.definition().policies().description()));
    }

    static Listing<Fire> fires(Moments moments) {
        return Listing.<Fire>of(
                        "It has not fired.",
                        fire -> Optional.ofNullable(fire.jobId())
                                .map(String::valueOf)
                                .orElse("-"),
                        ScheduleViews::shape)
                .column("DUE", fire -> moments.cell(fire.dueAt()))
                .column("FIRED", fire -> moments.cell(fire.firedAt()))
                .column("OUTCOME", fire -> outcome(fire.outcome()))
                .column("JOB", fire -> Cell.of(fire.jobId()))
                .column("NOTE", fire -> Cell.of(fire.note()));
    }

    /** By how much it is late beyond its grace; zero if it is not. */
    static Duration late(StoredSchedule schedule, Instant now) {
        Instant next = schedule.nextFireAt();
        if (next == null || schedule.isPaused(now)) {
            return Duration.ZERO;
        }
        Duration late = Duration.between(next, now);
        return late.compareTo(schedule.effective().policies().grace()) > 0 ? late : Duration.ZERO;
    }

    private static Cell next(StoredSchedule schedule, Moments moments) {
        if (schedule.isPaused(moments.now())) {
            return new Cell("paused" + until(schedule.pause(), moments), Tone.WARNING);
        }
        if (schedule.nextFireAt() == null) {
            return new Cell("never", Tone.QUIET);
        }
        Duration late = late(schedule, moments.now());
        return late.isZero() ? moments.cell(schedule.nextFireAt()) : new Cell("late " + Moments.length(late), Tone.BAD);
    }

    private static String until(StoredSchedule.@Nullable Pause pause, Moments moments) {
        if (pause == null || pause.until() == null) {
            return "";
        }
        return moments.relative()
                ? " for " + Moments.length(Duration.between(moments.now(), pause.until()))
                : " until " + moments.text(pause.until());
    }

    private static Cell last(@Nullable Fire fire, Moments moments) {
        if (fire == null) {
            return Cell.EMPTY;
        }
        Cell outcome = outcome(fire.outcome());
        return new Cell(outcome.text() + " " + moments.text(fire.firedAt()), outcome.tone());
    }

    private static Cell outcome(Fire.Outcome outcome) {
        return new Cell(
                Words.of(outcome),
                switch (outcome) {
                    case SUCCEEDED, RETRIED -> Tone.GOOD;
                    case FAILED -> Tone.BAD;
                    case MISSED, SKIPPED -> Tone.WARNING;
                    case RUNNING -> Tone.BUSY;
                    case CANCELLED -> Tone.QUIET;
                });
    }

    /** Without the zone, which has a column of its own. */
    private static String words(Trigger trigger) {
        String words = trigger.describe();
        String zone = " (" + trigger.zone() + ")";
        return words.endsWith(zone) ? words.substring(0, words.length() - zone.length()) : words;
    }

    private static String missed(Policies policies) {
        return policies.missed().text().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String origin(StoredSchedule schedule) {
        if (schedule.override() == null) {
            return "code";
        }
        return schedule.code() == null ? "operator" : "override";
    }

    private static Map<String, Object> shape(Line line, Moments moments) {
        StoredSchedule schedule = line.schedule();
        ScheduleDefinition definition = line.definition();
        Policies policies = definition.policies();
        Trigger trigger = definition.trigger();
        StoredSchedule.Change change = schedule.overrideBy();
        return new Shape()
                .put("name", schedule.name())
                .put("description", policies.description())
                .put("runs", trigger.describe())
                .put(
                        "trigger",
                        new Shape()
                                .put("kind", trigger.kind())
                                .put("text", trigger.text())
                                .put("zone", trigger.zone())
                                .map())
                .put("type", definition.job().type())
                .put("queue", definition.job().queue())
                .put("args", DataWriter.Json.of(definition.job().args()))
                .put("missed", missed(policies))
                .put("overlap", policies.overlap())
                .put("jitter", policies.jitter().isZero() ? null : policies.jitter())
                .put("grace", policies.grace())
                .put("startsAt", policies.startsAt())
                .put("endsAt", policies.endsAt())
                .put("flag", policies.flag())
                .put("from", origin(schedule))
                .put(
                        "overriddenBy",
                        change == null
                                ? null
                                : new Shape()
                                        .put("by", change.by())
                                        .put("at", change.at())
                                        .put("reason", change.reason())
                                        .map())
                .put("paused", schedule.isPaused(moments.now()))
                .put("pause", shape(schedule.pause()))
                .put("late", !late(schedule, moments.now()).isZero())
                .put("nextFireAt", schedule.nextFireAt())
                .put("lastFire", line.last() == null ? null : shape(line.last()))
                .put("version", schedule.version())
                .map();
    }

    private static @Nullable Map<String, Object> shape(StoredSchedule.@Nullable Pause pause) {
        return pause == null
                ? null
                : new Shape()
                        .put("by", pause.by())
                        .put("at", pause.at())
                        .put("reason", pause.reason())
                        .put("until", pause.until())
                        .map();
    }

    static Map<String, Object> shape(Fire fire) {
        return new Shape()
                .put("schedule", fire.schedule())
                .put("dueAt", fire.dueAt())
                .put("firedAt", fire.firedAt())
                .put("outcome", fire.outcome())
                .put("jobId", fire.jobId())
                .put("note", fire.note())
                .map();
    }
}
