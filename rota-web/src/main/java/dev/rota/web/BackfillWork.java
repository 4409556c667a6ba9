package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.Operation;
import dev.rota.retry.Bounds;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Works through the backfill of a schedule, instant after instant. Whoever goes on after a crash may meet instants that
 * have made their job: those are left alone.
 */
final class BackfillWork implements OperationRunner.Work {
    static final String ACTION = "backfill";

    /** Where counting stops, and so the most that one backfill makes. */
    static final int MOST = 10_000;

    private static final int BATCH = 50;
    private static final Pattern QUERY = Pattern.compile("(.*) from (\\S+) to (\\S+)", Pattern.DOTALL);

    private final Rota rota;
    private final Operation operation;
    private final Wish wish;

    /**
     * Which instants are meant.
     *
     * @param from the first that may be among them
     * @param to what all of them lie before
     */
    record Wish(String schedule, Instant from, Instant to) {
        /** As it stands in an operation. */
        String text() {
            return schedule + " from " + from + " to " + to;
        }
    }

    /** @throws Problem if what stands in the operation is no backfill */
    BackfillWork(Rota rota, Operation operation) {
        this.rota = rota;
        this.operation = operation;
        this.wish = parse(operation.order().query());
    }

    private static Wish parse(String text) {
        Matcher matcher = QUERY.matcher(text);
        try {
            if (matcher.matches()) {
                return new Wish(
                        matcher.group(1),
                        Bounds.instant("Start", Instant.parse(matcher.group(2))),
                        Bounds.instant("End", Instant.parse(matcher.group(3))));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problem.malformed("Query is \"" + text + "\": " + e.getMessage());
        }
        throw Problem.malformed("Query is \"" + text + "\", expected a schedule from one time to another");
    }

    @Override
    public long matched() {
        return rota.schedules()
                .instants(wish.schedule(), wish.from(), wish.to(), MOST)
                .size();
    }

    @Override
    public boolean batch(OperationRunner.Tally tally) {
        String name = wish.schedule();
        if (rota.schedules().find(name).isEmpty()) {
            throw Problem.notFound("schedule", name);
        }
        Instant from = tally.cursor == null
                ? wish.from()
                : Instant.ofEpochMilli(tally.cursor).plusMillis(1);
        List<Instant> dues = rota.schedules().instants(name, from, wish.to(), BATCH);
        if (dues.isEmpty()) {
            return false;
        }
        int made = rota.schedules()
                .backfill(name, dues, operation.order().createdBy())
                .size();
        tally.done += made;
        tally.skipped += dues.size() - made;
        tally.cursor = dues.get(dues.size() - 1).toEpochMilli();
        return dues.size() == BATCH;
    }
}
