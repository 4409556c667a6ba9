package dev.rota.cli;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Makes up for what a schedule would have fired, and tells what became of it. */
final class BackfillPage {
    private final RotaCommand rota;
    private final Target target;

    BackfillPage(RotaCommand rota, Target target) {
        this.rota = rota;
        this.target = target;
    }

    int make(Target.BackfillWish wish, boolean dryRun, boolean waiting) {
        Body preview = target.schedules().previewBackfill(wish);
        if (dryRun) {
            return show(wish, preview);
        }
        long open = preview.number("count") - preview.number("fired");
        if (open == 0) {
            rota.printer().note(sentence(wish, preview) + " Nothing was done.");
            return ExitCode.DONE;
        }
        rota.confirm("This makes " + Words.counted(open, "job") + " of schedule " + wish.schedule());
        Body operation = target.schedules().backfill(wish);
        if (!operation.has("id")) {
            return over(wish, operation);
        }
        OperationWait wait = new OperationWait(rota, target);
        if (!waiting) {
            wait.tellBegun(operation);
            return ExitCode.DONE;
        }
        return wait.tellOver(wait.until(operation.number("id")));
    }

    private int show(Target.BackfillWish wish, Body preview) {
        Printer printer = rota.printer();
        printer.one(preview.word("count"), preview, () -> {
            printer.say(sentence(wish, preview));
            preview.texts("fires").forEach(fire -> printer.say("  " + Cell.printable(fire)));
            long more = preview.number("count")
                    - preview.number("fired")
                    - preview.texts("fires").size();
            if (more > 0) {
                printer.say("  and " + more + " more");
            }
        });
        return ExitCode.DONE;
    }

    private static String sentence(Target.BackfillWish wish, Body preview) {
        long count = preview.number("count");
        String times = count == 0 ? "not due" : count == 1 ? "due once" : "due " + count + " times";
        return "Schedule " + wish.schedule() + " was " + times + " from " + wish.from() + " to " + wish.to()
                + made(count, preview.number("fired")) + ".";
    }

    /** How many of them have made their jobs before. */
    private static String made(long count, long fired) {
        if (fired == 0) {
            return "";
        }
        if (fired < count) {
            return ", and has made a job for " + fired + " of these times";
        }
        return count == 1 ? ", and has made its job" : ", and has made a job each time";
    }

    private int over(Target.BackfillWish wish, Body operation) {
        Printer printer = rota.printer();
        printer.one(
                operation.word("done"),
                operation,
                () -> printer.say(
                        "Schedule " + wish.schedule() + " is made up for: " + OperationWait.counts(operation) + "."));
        return ExitCode.DONE;
    }

    /**
     * Reads what is meant.
     *
     * @param to null means until now
     * @throws CommandFailure if it is no time that lies behind
     */
    static Target.BackfillWish wish(
            Body schedule,
            String from,
            @Nullable String to,
            Instant now,
            @Nullable Integer max,
            @Nullable String reason) {
        ZoneId zone = schedule.has("zone") ? ZoneId.of(schedule.word("zone")) : ZoneId.of("UTC");
        Instant start = TimeText.instant("--from", from, zone, now);
        Instant end = to == null ? now : TimeText.instant("--to", to, zone, now);
        if (end.isAfter(now)) {
            throw CommandFailure.usage("--to is " + end + ", which lies ahead: expected a time until " + now + ".");
        }
        if (!start.isBefore(end)) {
            throw CommandFailure.usage("--from is " + start + ": expected a time before --to, " + end + ".");
        }
        return new Target.BackfillWish(schedule.word("name"), start, end, max, reason);
    }
}
