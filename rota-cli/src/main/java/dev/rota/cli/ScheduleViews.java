package dev.rota.cli;

import dev.rota.cli.Cell.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How schedules and their fires are shown. */
final class ScheduleViews {
    private static final int SHOWN_FIRES = 10;

    private ScheduleViews() {}

    /**
     * A schedule with what came last of it.
     *
     * @param fires the latest, the latest first
     */
    record Line(Body schedule, List<Body> fires) {
        Body policies() {
            return policiesOf(schedule);
        }
    }

    /**
     * Puts the lines of a list together, if a format shows them. That takes a question for each schedule; of a list that was
     * asked for before only for those which have changed or whose last job was not over.
     */
    static final class Lines {
        private final Format format;
        private Map<String, Line> before = Map.of();

        Lines(Format format) {
            this.format = format;
        }

        List<Line> of(Target target, Body list) {
            if (format == Format.JSON || format == Format.YAML) {
                return List.of();
            }
            List<Line> lines = list.items().stream()
                    .map(schedule -> new Line(schedule, fires(target, schedule)))
                    .toList();
            before = lines.stream()
                    .collect(Collectors.toMap(line -> line.schedule().word("name"), line -> line));
            return lines;
        }

        private List<Body> fires(Target target, Body schedule) {
            if (format == Format.JSONL || format == Format.NAME) {
                return List.of();
            }
            String name = schedule.word("name");
            Line known = before.get(name);
            if (known != null
                    && known.schedule().equals(schedule)
                    && known.fires().stream()
                            .noneMatch(fire -> fire.word("outcome").equals("running"))) {
                return known.fires();
            }
            return target.schedules().fires(name, SHOWN_FIRES).items();
        }
    }

    private static Body policiesOf(Body schedule) {
        return Objects.requireNonNullElseGet(schedule.body("policies"), () -> new Shape().body());
    }

    static Listing<Line> schedules(Moments moments) {
        return Listing.<Line>of(
                        "There are no schedules.", line -> line.schedule().text("name"), Line::schedule)
                .longColumn("NAME", line -> Cell.of(line.schedule().text("name")))
                .longColumn("RUNS", line -> Cell.of(words(line.schedule())))
                .column("ZONE", line -> Cell.of(line.schedule().text("zone")))
                .column("NEXT", line -> next(line.schedule(), moments))
                .column("LAST", line -> last(line.fires(), moments))
                .column("HISTORY", line -> Cell.of(history(line.fires())))
                .wideColumn("TYPE", line -> Cell.of(line.schedule().text("type")))
                .wideColumn("QUEUE", line -> Cell.of(line.schedule().text("queue")))
                .wideColumn("TRIGGER", line -> Cell.of(line.schedule().text("trigger")))
                .wideColumn("MISSED", line -> Cell.of(dashed(line.policies().text("missed"))))
                .wideColumn("OVERLAP", line -> Cell.of(dashed(line.policies().text("overlap"))))
                .wideColumn("FLAG", line -> Cell.of(line.policies().text("flag")))
                .wideColumn("FROM", line -> Cell.of(origin(line.schedule())))
                .wideColumn("DESCRIPTION", line -> Cell.of(line.schedule().text("description")));
    }

    static Listing<Body> fires(Moments moments) {
        return Listing.<Body>of("It has not fired.", fire -> fire.has("jobId") ? fire.text("jobId") : "-", fire -> fire)
                .column("DUE", fire -> moments.cell(fire.instant("dueAt")))
                .column("FIRED", fire -> moments.cell(fire.instant("firedAt")))
                .wideColumn("STARTED", fire -> moments.cell(fire.instant("startedAt")))
                .column("RAN", fire -> Cell.of(ran(fire)))
                .column("OUTCOME", fire -> outcome(fire.word("outcome")))
                .column("JOB", fire -> Cell.of(fire.text("jobId")))
                .column("NOTE", fire -> Cell.of(fire.text("note")));
    }

    /** By how much it is late beyond its grace; zero if it is not. */
    static Duration late(Body schedule, Instant now) {
        Instant next = schedule.instant("nextFireAt");
        if (next == null || schedule.truth("paused")) {
            return Duration.ZERO;
        }
        Duration late = Duration.between(next, now);
        Duration grace = Objects.requireNonNullElse(policiesOf(schedule).length("grace"), Duration.ZERO);
        return late.compareTo(grace) > 0 ? late : Duration.ZERO;
    }

    private static Cell next(Body schedule, Moments moments) {
        Instant next = schedule.instant("nextFireAt");
        if (schedule.truth("paused")) {
            return new Cell("paused" + until(schedule.body("pause"), moments), Tone.WARNING);
        }
        if (schedule.truth("orphaned")) {
            return new Cell("orphaned", Tone.WARNING);
        }
        if (next == null) {
            return new Cell("never", Tone.QUIET);
        }
        Duration late = late(schedule, moments.now());
        return late.isZero() ? moments.cell(next) : new Cell("late " + Moments.length(late), Tone.BAD);
    }

    private static String until(@Nullable Body pause, Moments moments) {
        Instant until = pause == null ? null : pause.instant("until");
        if (until == null) {
            return "";
        }
        return moments.relative()
                ? " for " + Moments.length(Duration.between(moments.now(), until))
                : " until " + moments.text(until);
    }

    private static Cell last(List<Body> fires, Moments moments) {
        if (fires.isEmpty()) {
            return Cell.EMPTY;
        }
        Cell outcome = outcome(fires.get(0).word("outcome"));
        String ran = ran(fires.get(0));
        return new Cell(
                outcome.text()
                        + (ran == null ? " " : " in " + ran + ", ")
                        + moments.text(fires.get(0).instant("firedAt")),
                outcome.tone());
    }

    private static @Nullable String ran(Body fire) {
        Duration ran = fire.length("ran");
        return ran == null ? null : Moments.length(ran);
    }

    /** The latest fires, the latest one last: the worse, the higher. */
    private static String history(List<Body> fires) {
        StringBuilder strip = new StringBuilder();
        for (Body fire : fires) {
            strip.append(
                    switch (fire.word("outcome")) {
                        case "succeeded" -> '▃';
                        case "retried" -> '▅';
                        case "failed" -> '█';
                        case "running" -> '░';
                        default -> '▯';
                    });
        }
        return strip.reverse().toString();
    }

    private static Cell outcome(String outcome) {
        return new Cell(
                Cell.printable(outcome),
                switch (outcome) {
                    case "succeeded", "retried" -> Tone.GOOD;
                    case "failed" -> Tone.BAD;
                    case "missed", "skipped" -> Tone.WARNING;
                    case "running" -> Tone.BUSY;
                    default -> Tone.QUIET;
                });
    }

    /** Without the zone, which has a column of its own. */
    private static String words(Body schedule) {
        String words = schedule.word("words");
        String zone = " (" + schedule.text("zone") + ")";
        return words.endsWith(zone) ? words.substring(0, words.length() - zone.length()) : words;
    }

    private static @Nullable String dashed(@Nullable String word) {
        return word == null ? null : word.replace('_', '-');
    }

    private static String origin(Body schedule) {
        if (schedule.truth("orphaned")) {
            return "orphaned";
        }
        if (!schedule.has("override")) {
            return "code";
        }
        return schedule.has("code") ? "override" : "operator";
    }
}
