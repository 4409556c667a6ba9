package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.retry.Bounds;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What would be made up for of a schedule, and the operation that does it: the same by REST and on its page. */
final class Backfills {
    /** The most that nobody has to confirm. */
    static final int MOST_UNASKED = 1_000;

    private final Rota rota;
    private final OperationRunner runner;
    private final Acts acts;

    /**
     * What it would come to.
     *
     * @param count how many instants there are
     * @param open those of them that have made no job yet, or one that was cancelled; the others are left alone
     */
    record Preview(int count, List<Instant> open) {
        int fired() {
            return count - open.size();
        }
    }

    Backfills(Rota rota, OperationRunner runner) {
        this.rota = rota;
        this.runner = runner;
        this.acts = new Acts(rota);
    }

    /**
     * What is asked for.
     *
     * @param to null means until now
     * @throws Problem if it is not over yet, or is no time at all
     */
    BackfillWork.Wish wish(String name, @Nullable Instant from, @Nullable Instant to) {
        Instant now = rota.store().now();
        if (from == null) {
            throw invalid("/from", "There is no from, expected a time that is over");
        }
        Instant end = Objects.requireNonNullElse(to, now);
        if (!from.isBefore(end)) {
            throw invalid("/from", "From is " + from + ", expected a time before to, " + end);
        }
        if (end.isAfter(now)) {
            throw invalid("/to", "To is " + end + ", expected a time that is over: it is " + now);
        }
        try {
            return new BackfillWork.Wish(name, Bounds.instant("From", from), Bounds.instant("To", end));
        } catch (IllegalArgumentException e) {
            throw invalid("/from", String.valueOf(e.getMessage()));
        }
    }

    /**
     * What a wish would come to.
     *
     * @param max how many instants there may be; null for as many as nobody has to confirm
     * @throws Problem if there are more
     */
    Preview preview(BackfillWork.Wish wish, @Nullable Integer max) {
        List<Instant> instants = instants(wish, max);
        Set<Instant> fired = rota.schedules().fired(wish.schedule(), wish.from(), wish.to());
        return new Preview(
                instants.size(),
                instants.stream().filter(instant -> !fired.contains(instant)).toList());
    }

    /**
     * Begins it, in the background.
     *
     * @param max as for {@link #preview}
     * @throws Problem if there are more instants
     */
    Operation begin(Context ctx, BackfillWork.Wish wish, @Nullable Integer max, @Nullable String reason) {
        instants(wish, max);
        Operation made = Operations.made(
                rota,
                () -> new NewOperation(
                        BackfillWork.ACTION,
                        null,
                        wish.text(),
                        rota.store().now(),
                        Caller.of(ctx).principal().name(),
                        reason,
                        null));
        acts.record(ctx, "schedule.backfill", "schedule:" + wish.schedule(), reason);
        runner.wake();
        return made;
    }

    private List<Instant> instants(BackfillWork.Wish wish, @Nullable Integer max) {
        if (max != null && (max < 1 || max > BackfillWork.MOST)) {
            throw invalid("/max", "Max is " + max + ", expected 1 to " + BackfillWork.MOST);
        }
        int most = Objects.requireNonNullElse(max, MOST_UNASKED);
        List<Instant> instants =
                rota.schedules().instants(wish.schedule(), wish.from(), wish.to(), BackfillWork.MOST + 1);
        if (instants.size() > most) {
            String count = instants.size() > BackfillWork.MOST
                    ? "more than " + BackfillWork.MOST
                    : String.valueOf(instants.size());
            throw invalid("/max", "The schedule was due " + count + " times, expected at most " + most)
                    .hint("Name a shorter time, or set max to allow up to " + BackfillWork.MOST + ".");
        }
        return instants;
    }

    private static Problem invalid(String pointer, String sentence) {
        return Problem.invalid("invalid-field", "A field is not valid", pointer, sentence);
    }
}
