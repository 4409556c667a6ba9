package dev.rota.web;

import dev.rota.Rota;
import dev.rota.schedule.Flag;
import dev.rota.schedule.StoredSchedule;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages and REST do about flags alike. */
final class Flags {
    private final Rota rota;
    private final Acts acts;

    /**
     * A flag.
     *
     * @param schedules that fire only while it is on
     */
    record FlagView(
            String name,
            boolean on,
            boolean defaultOn,
            @Nullable Boolean override,
            List<String> schedules,
            @Nullable String changedBy,
            @Nullable Instant changedAt) {}

    Flags(Rota rota) {
        this.rota = rota;
        this.acts = new Acts(rota);
    }

    List<FlagView> all() {
        List<StoredSchedule> schedules = rota.schedules().list();
        return rota.schedules().flags().stream()
                .map(flag -> view(flag, schedules))
                .toList();
    }

    FlagView find(Context ctx) {
        String name = ctx.pathParam("name");
        return all().stream()
                .filter(flag -> flag.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("flag", name));
    }

    private static FlagView view(Flag flag, List<StoredSchedule> schedules) {
        return new FlagView(
                flag.name(),
                flag.isOn(),
                flag.defaultOn(),
                flag.override(),
                schedules.stream()
                        .filter(schedule -> flag.name()
                                .equals(schedule.effective().policies().flag()))
                        .map(StoredSchedule::name)
                        .toList(),
                flag.changedBy(),
                flag.changedAt());
    }

    /**
     * Sets a flag.
     *
     * @param on null goes back to what the code says
     */
    void set(Context ctx, @Nullable Boolean on, @Nullable String reason) {
        FlagView before = find(ctx);
        rota.schedules().setFlag(before.name(), on, Caller.of(ctx).principal().name());
        acts.record(
                ctx,
                on == null ? "flag.revert" : "flag.set",
                "flag:" + before.name(),
                reason,
                new Acts.Change(before.on(), find(ctx).on()));
    }
}
