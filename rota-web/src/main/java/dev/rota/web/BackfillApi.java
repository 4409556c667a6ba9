package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.OperationStore.NewOperation;
import dev.rota.console.OperationStore.Operation;
import dev.rota.console.Scope;
import dev.rota.retry.Bounds;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /schedules/{name}/backfills}: makes up, in the background, for what a schedule would have fired. */
final class BackfillApi {
    private static final int MOST_UNASKED = 1_000;
    private static final int SHOWN = 50;

    private final Rota rota;
    private final OperationRunner runner;
    private final Acts acts;
    private final String path;

    /** What is asked for; {@code to} null means until now. */
    record Body(
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Integer max,
            @Nullable Boolean dryRun,
            @Nullable String reason) {}

    /**
     * What it would come to.
     *
     * @param count how many instants there are
     * @param fired how many of them have made a job already and are left alone
     * @param fires the first of the others
     */
    record PreviewView(int count, int fired, List<Instant> fires) {}

    BackfillApi(Rota rota, OperationRunner runner, String basePath) {
        this.rota = rota;
        this.runner = runner;
        this.acts = new Acts(rota);
        this.path = basePath + Routes.API + "/operations";
    }

    void addTo(Routes routes) {
        routes.post(
                Routes.API + "/schedules/{name}/backfills",
                Scope.SCHEDULES_WRITE,
                new Idempotency(rota).once(this::create));
    }

    private void create(Context ctx) {
        Body body = Json.read(ctx, Body.class);
        String name = ctx.pathParam("name");
        if (rota.schedules().find(name).isEmpty()) {
            throw Problem.notFound("schedule", name);
        }
        BackfillWork.Wish wish = wish(name, body);
        List<Instant> instants = instants(wish, body.max());
        if (Boolean.TRUE.equals(body.dryRun())) {
            Json.answer(ctx, preview(wish, instants));
            return;
        }
        Operation made = rota.store()
                .console()
                .operations()
                .create(new NewOperation(
                        BackfillWork.ACTION,
                        wish.text(),
                        rota.store().now(),
                        Caller.of(ctx).principal().name(),
                        body.reason(),
                        null));
        acts.record(ctx, "schedule.backfill", "schedule:" + name, body.reason());
        runner.wake();
        ctx.status(202).header("Location", ctx.contextPath() + path + "/" + made.id());
        Json.answer(ctx, OperationApi.OperationView.of(made));
    }

    private BackfillWork.Wish wish(String name, Body body) {
        Instant now = rota.store().now();
        Instant from = body.from();
        if (from == null) {
            throw invalid("/from", "There is no from, expected a time that is over");
        }
        Instant to = Objects.requireNonNullElse(body.to(), now);
        if (!from.isBefore(to)) {
            throw invalid("/from", "From is " + from + ", expected a time before to, " + to);
        }
        if (to.isAfter(now)) {
            throw invalid("/to", "To is " + to + ", expected a time that is over: it is " + now);
        }
        try {
            return new BackfillWork.Wish(name, Bounds.instant("From", from), Bounds.instant("To", to));
        } catch (IllegalArgumentException e) {
            throw invalid("/from", String.valueOf(e.getMessage()));
        }
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

    private PreviewView preview(BackfillWork.Wish wish, List<Instant> instants) {
        Set<Instant> fired = rota.schedules().fired(wish.schedule(), wish.from(), wish.to());
        List<Instant> open =
                instants.stream().filter(instant -> !fired.contains(instant)).toList();
        return new PreviewView(
                instants.size(),
                instants.size() - open.size(),
                open.stream().limit(SHOWN).toList());
    }

    private static Problem invalid(String pointer, String sentence) {
        return Problem.invalid("invalid-field", "A field is not valid", pointer, sentence);
    }
}
