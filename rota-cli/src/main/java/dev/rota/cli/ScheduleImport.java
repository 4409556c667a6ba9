package dev.rota.cli;

import dev.rota.cli.foreign.ForeignSchedule;
import dev.rota.job.JobType;
import dev.rota.job.NewJob;
import dev.rota.schedule.Policies;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes over what was read of another program, and tells of each what became of it. */
final class ScheduleImport {
    private static final int SHOWN_FIRES = 3;

    private final RotaCommand rota;
    private final String file;
    private final ImportCommand.Choices choices;

    ScheduleImport(RotaCommand rota, String file, ImportCommand.Choices choices) {
        this.rota = rota;
        this.file = file;
        this.choices = choices;
    }

    int take(List<ForeignSchedule> found) {
        if (found.isEmpty()) {
            rota.printer().note("rota: There is no schedule in " + file + ".");
            return ExitCode.DONE;
        }
        if (choices.dryRun) {
            // Nothing is opened, so nothing is known of handlers and names.
            return tell(found.stream()
                    .map(one ->
                            body(one, would(one), rota.surroundings().clock().instant()))
                    .toList());
        }
        return rota.with(target -> {
            Set<String> types = target.places().workers().items().stream()
                    .flatMap(worker -> worker.texts("types").stream())
                    .collect(Collectors.toSet());
            Set<String> names = target.schedules().list().items().stream()
                    .map(schedule -> schedule.word("name"))
                    .collect(Collectors.toSet());
            List<Body> told = new ArrayList<>();
            for (ForeignSchedule one : found) {
                told.add(taken(target, one, types, names));
            }
            return tell(told);
        });
    }

    private String would(ForeignSchedule one) {
        if (one.trigger() == null) {
            return "left out";
        }
        return one.needsHandler() && !choices.withoutHandler ? "needs a handler" : "would be taken";
    }

    private Body taken(Target target, ForeignSchedule one, Set<String> types, Set<String> names) {
        Trigger trigger = one.trigger();
        if (trigger == null) {
            return body(one, "left out", target.now());
        }
        if (one.needsHandler() && !choices.withoutHandler && !types.contains(one.type())) {
            return body(one, "needs a handler", target.now());
        }
        if (names.contains(one.name()) && !choices.replace) {
            return body(
                    one.noted("There is a schedule of this name: --replace takes its place."),
                    "left out",
                    target.now());
        }
        try {
            target.schedules()
                    .override(
                            new ScheduleDefinition(one.name(), trigger, job(one), policies(one)),
                            "imported from " + file);
            return body(one, "taken", target.now());
        } catch (IllegalArgumentException e) {
            return body(one.noted(Main.sentence(e)), "left out", target.now());
        }
    }

    private NewJob job(ForeignSchedule one) {
        JobType<?> type = rota.type(one.type()).orElseGet(() -> JobType.of(one.type()));
        return NewJob.of(type, one.call() == null ? "{}" : DataWriter.line(one.call()));
    }

    private Policies policies(ForeignSchedule one) {
        return Policies.DEFAULTS.description(
                "Imported from " + file + (one.line() == 0 ? "" : ", line " + one.line()) + ".");
    }

    private static Body body(ForeignSchedule read, String outcome, Instant now) {
        Trigger trigger = read.trigger();
        List<Instant> next = next(trigger, now);
        ForeignSchedule one = trigger != null && next.isEmpty() ? read.noted("It never fires again.") : read;
        return new Shape()
                .put("line", one.line() == 0 ? null : one.line())
                .put("old", one.old())
                .put("name", one.name())
                .put("trigger", trigger == null ? null : trigger.text())
                .put(
                        "zone",
                        trigger == null || trigger.zone() == null
                                ? null
                                : trigger.zone().getId())
                .put("type", one.type())
                .put("args", shown(one.call()))
                .put("next", next)
                .put("outcome", outcome)
                .put("notes", one.notes())
                .body();
    }

    /** Headers may hold passwords. */
    private static @Nullable Body shown(@Nullable Map<String, @Nullable Object> call) {
        if (call == null) {
            return null;
        }
        Map<String, @Nullable Object> members = new LinkedHashMap<>(call);
        if (members.get("headers") instanceof Map<?, ?> headers) {
            Shape names = new Shape();
            headers.keySet().forEach(name -> names.put(String.valueOf(name), "•••"));
            members.put("headers", names.members());
        }
        return new Body(members);
    }

    private static List<Instant> next(@Nullable Trigger trigger, Instant now) {
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> next = trigger == null ? Optional.empty() : trigger.next(now);
        while (next.isPresent() && fires.size() < SHOWN_FIRES) {
            fires.add(next.get());
            next = trigger == null ? Optional.empty() : trigger.next(next.get());
        }
        return fires;
    }

    private int tell(List<Body> told) {
        Listing<Body> listing = Listing.<Body>of("", body -> body.text("name"), body -> body)
                .column("OLD", body -> Cell.of(body.text("old")))
                .column("NAME", body -> Cell.of(body.text("name")))
                .column("NEW", body -> Cell.of(when(body)))
                .column("TYPE", body -> Cell.of(body.text("type")))
                .column("NEXT", body -> Cell.of(String.join(" ", body.texts("next"))))
                .column("OUTCOME", body -> outcome(body.word("outcome")))
                .column("NOTES", body -> Cell.of(String.join(" ", body.texts("notes"))));
        rota.printer().list(listing, Body.ofItems(told));
        boolean all =
                told.stream().map(body -> body.word("outcome")).allMatch(Set.of("taken", "would be taken")::contains);
        return all ? ExitCode.DONE : ExitCode.PARTLY;
    }

    private static String when(Body body) {
        String zone = body.has("zone") ? " " + body.text("zone") : "";
        return body.has("trigger") ? body.text("trigger") + zone : "";
    }

    private static Cell outcome(String outcome) {
        return new Cell(
                outcome,
                switch (outcome) {
                    case "taken", "would be taken" -> Cell.Tone.GOOD;
                    case "left out" -> Cell.Tone.BAD;
                    default -> Cell.Tone.WARNING;
                });
    }
}
