package dev.rota.cli;

import dev.rota.Schedules;
import dev.rota.schedule.Fire;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Makes up for what a schedule of a database would have fired. */
final class StoreBackfill {
    private static final int MOST = 10_000;
    private static final int MOST_UNASKED = 1_000;
    private static final int SHOWN = 50;
    private static final int BATCH = 50;

    private final Schedules schedules;
    private final String user;

    StoreBackfill(Schedules schedules, String user) {
        this.schedules = schedules;
        this.user = user;
    }

    Body preview(Target.BackfillWish wish) {
        List<Instant> instants = instants(wish);
        Set<Instant> fired = schedules.fired(wish.schedule(), wish.from(), wish.to());
        List<String> open = instants.stream()
                .filter(instant -> !fired.contains(instant))
                .map(Instant::toString)
                .toList();
        return new Shape()
                .put("count", instants.size())
                .put("fired", instants.size() - open.size())
                .put("fires", (Object) open.stream().limit(SHOWN).toList())
                .body();
    }

    /** Whoever interrupts it asks again later: what was made is not made twice. */
    Body make(Target.BackfillWish wish) {
        List<Instant> instants = instants(wish);
        int made = 0;
        for (int from = 0; from < instants.size(); from += BATCH) {
            List<Instant> batch = instants.subList(from, Math.min(from + BATCH, instants.size()));
            List<Fire> fires = schedules.backfill(wish.schedule(), batch, user);
            made += fires.size();
        }
        return new Shape()
                .put("action", "backfill")
                .put("schedule", wish.schedule())
                .put("state", "finished")
                .put("matched", instants.size())
                .put("done", made)
                .put("skipped", instants.size() - made)
                .put("failed", 0)
                .body();
    }

    private List<Instant> instants(Target.BackfillWish wish) {
        int most = Objects.requireNonNullElse(wish.max(), MOST_UNASKED);
        if (most < 1 || most > MOST) {
            throw CommandFailure.usage("--max is " + most + ": expected 1 to " + MOST + ".");
        }
        List<Instant> instants = schedules.instants(wish.schedule(), wish.from(), wish.to(), MOST + 1);
        if (instants.size() > most) {
            String count = instants.size() > MOST ? "more than " + MOST : String.valueOf(instants.size());
            throw CommandFailure.usage("The schedule was due " + count + " times, expected at most " + most
                    + ": name a shorter time, or allow up to " + MOST + " with --max.");
        }
        return instants;
    }
}
