package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.store.StoreException;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /health/live}, {@code /health/ready} and {@code /me}. */
final class HealthApi {
    private static final Logger LOG = LoggerFactory.getLogger(HealthApi.class);

    private final Rota rota;
    private final WebSettings settings;
    private final Gate gate;
    private volatile boolean draining;

    /** Details are for who may read meters. */
    record ReadyView(String status, @Nullable DetailsView details) {}

    record DetailsView(
            String store,
            @Nullable Instant time,
            @Nullable Long worker,
            @Nullable String reason) {}

    HealthApi(Rota rota, WebSettings settings, Gate gate) {
        this.gate = gate;
        this.rota = rota;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(Routes.API + "/health/live", Access.OPEN, HealthApi::live)
                .get(Routes.API + "/health/ready", Access.OPEN, this::ready)
                .get(Routes.API + "/me", Access.KNOWN, HealthApi::me);
        if (settings.standalone().metrics() != null) {
            // Where orchestrators look.
            routes.get("/health/live", Access.OPEN, HealthApi::live).get("/health/ready", Access.OPEN, this::ready);
        }
    }

    void drain() {
        draining = true;
    }

    private static void live(Context ctx) {
        Json.answer(ctx, new ApiViews.HealthView("up"));
    }

    private static void me(Context ctx) {
        Principal principal = Caller.of(ctx).principal();
        List<String> scopes =
                principal.scopes().stream().map(Scope::text).sorted().toList();
        Json.answer(ctx, new AccountApi.MeView(principal.name(), scopes));
    }

    /** Whether the worker of this program lives, and its heartbeats are not written all the same. */
    private boolean isSilent(Instant time) {
        Instant oldest = time.minus(rota.configuration().lease());
        return rota.workerId()
                .filter(own -> rota.store().workers().list().stream()
                        .anyMatch(worker ->
                                worker.id() == own && worker.heartbeatAt().isBefore(oldest)))
                .isPresent();
    }

    /** Whether details are told is no matter of life and death. */
    private void recognize(Context ctx) {
        try {
            rota.store().forReaders(() -> gate.recognize(ctx));
        } catch (StoreException e) {
            LOG.debug("Who asks whether it is ready is not known", e);
        }
    }

    private void ready(Context ctx) {
        Instant time = null;
        String reason = draining ? "it is stopping" : null;
        try {
            time = rota.store().now();
            if (reason == null && isSilent(time)) {
                reason = "the heartbeats of its worker fail: the database may refuse to be written";
            }
        } catch (StoreException e) {
            LOG.debug("Not ready", e);
            reason = "the database does not answer";
        }
        if (reason != null) {
            ctx.status(503).header("Retry-After", "5");
        }
        if (time != null || !settings.accounts()) {
            recognize(ctx);
        }
        Optional<Caller> caller = Caller.find(ctx).filter(who -> who.may(Scope.METRICS_READ));
        DetailsView details = caller.isEmpty()
                ? null
                : new DetailsView(rota.store().describe(), time, rota.workerId().orElse(null), reason);
        Json.answer(ctx, new ReadyView(reason == null ? "up" : "down", details));
    }
}
