package dev.rota.cli;

import dev.rota.console.AuditLog;
import dev.rota.console.AuditLog.Act;
import dev.rota.console.AuditLog.Entry;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Total;
import dev.rota.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a database has recorded. */
record StoreRecords(Store store) implements Target.Records {
    private static final int TYPES = 1000;

    @Override
    public Body audit(Target.AuditWish wish) {
        AuditLog.Query query = AuditLog.Query.NEWEST
                .actor(wish.actor())
                .actionPrefix(wish.action())
                .target(wish.target())
                .between(wish.since(), null)
                .limit(wish.limit());
        return Body.ofItems(store.console().audit().list(query).stream()
                .map(StoreRecords::body)
                .toList());
    }

    private static Body body(Entry entry) {
        Act act = entry.act();
        return new Shape()
                .put("id", entry.id())
                .put("at", entry.at())
                .put("actor", act.actor())
                .put("via", act.via())
                .put("action", act.action())
                .put("target", act.target())
                .put("before", DataWriter.Json.of(act.before()))
                .put("after", DataWriter.Json.of(act.after()))
                .put("reason", act.reason())
                .put("requestId", act.requestId())
                .put("address", act.address())
                .body();
    }

    @Override
    public Body stats(String over, @Nullable String queue) {
        Instant until = store.now();
        Instant from = until.minus(TimeText.length("--over", over));
        List<Total> totals = store.rollups().byType(from, until, queue, TYPES);
        Figures all = totals.stream().map(Total::figures).reduce(Figures.NONE, Figures::plus);
        return new Shape()
                .put("from", from)
                .put("until", until)
                .put("total", body(all))
                .putAll(
                        "items",
                        totals.stream()
                                .map(total -> new Shape()
                                        .put("type", total.type())
                                        .put("figures", body(total.figures()))
                                        .body())
                                .toList())
                .body();
    }

    private static Body body(Figures figures) {
        return new Shape()
                .put("enqueued", figures.enqueued())
                .put("succeeded", figures.succeeded())
                .put("retried", figures.retried())
                .put("failedAttempts", figures.failedAttempts())
                .put("failed", figures.failed())
                .put("cancelled", figures.cancelled())
                .put(
                        "items",
                        new Shape()
                                .put("succeeded", figures.items().succeeded())
                                .put("failed", figures.items().failed())
                                .body())
                .put("ranTotal", figures.ranTotal())
                .put("ran", body(figures.ran()))
                .put("waited", body(figures.waited()))
                .body();
    }

    private static Body body(Histogram histogram) {
        Duration median = histogram.quantile(0.5);
        return new Shape()
                .put("p50", median)
                .put("p95", histogram.quantile(0.95))
                .put("p99", histogram.quantile(0.99))
                .body();
    }
}
