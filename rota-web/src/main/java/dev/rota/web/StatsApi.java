package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.retry.Bounds;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Series;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /stats} and {@code /stats/timeseries}: figures from roll-ups. */
final class StatsApi {
    private final Rota rota;

    record RunView(
            @Nullable Duration p50,
            @Nullable Duration p95,
            @Nullable Duration p99) {
        static RunView of(Histogram histogram) {
            return new RunView(histogram.quantile(0.5), histogram.quantile(0.95), histogram.quantile(0.99));
        }
    }

    record ItemCounts(long succeeded, long failed) {}

    record FiguresView(
            long enqueued,
            long succeeded,
            long retried,
            long failedAttempts,
            long failed,
            long cancelled,
            ItemCounts items,
            Duration ranTotal,
            RunView ran,
            RunView waited) {
        static FiguresView of(Figures figures) {
            return new FiguresView(
                    figures.enqueued(),
                    figures.succeeded(),
                    figures.retried(),
                    figures.failedAttempts(),
                    figures.failed(),
                    figures.cancelled(),
                    new ItemCounts(figures.items().succeeded(), figures.items().failed()),
                    figures.ranTotal(),
                    RunView.of(figures.ran()),
                    RunView.of(figures.waited()));
        }
    }

    record TypeView(String type, FiguresView figures) {}

    record StatsView(Instant from, Instant until, FiguresView total, List<TypeView> items) {}

    record PointView(Instant at, String name, FiguresView figures) {}

    record SeriesView(Instant from, Instant until, Duration step, List<PointView> items) {}

    StatsApi(Rota rota) {
        this.rota = rota;
    }

    void addTo(Routes routes) {
        routes.get(Routes.API + "/stats", Scope.METRICS_READ, this::stats)
                .get(Routes.API + "/stats/timeseries", Scope.METRICS_READ, this::series);
    }

    private void stats(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("over", "queue", "limit"));
        Lookback over = Lookback.of(Requests.query(ctx, "over"), Lookback.DAY);
        Instant now = rota.store().now();
        var totals = rota.store()
                .rollups()
                .byType(
                        over.from(now),
                        over.until(now),
                        Requests.query(ctx, "queue"),
                        Requests.number(ctx, "limit", 1_000, 1_000));
        Figures all = totals.stream().map(total -> total.figures()).reduce(Figures.NONE, Figures::plus);
        Json.answer(
                ctx,
                new StatsView(
                        over.from(now),
                        over.until(now),
                        FiguresView.of(all),
                        totals.stream()
                                .map(total -> new TypeView(total.type(), FiguresView.of(total.figures())))
                                .toList()));
    }

    private static Instant instant(String text) {
        return Bounds.instant("Time", Instant.parse(text));
    }

    private void series(Context ctx) {
        Requests.requireKnownQuery(ctx, Set.of("over", "from", "until", "step", "by", "type", "queue"));
        Lookback over = Lookback.of(Requests.query(ctx, "over"), Lookback.DAY);
        Instant now = rota.store().now();
        Instant from = read(ctx, "from", StatsApi::instant, over.from(now), "a time such as 2026-12-24T18:00:00Z");
        Instant until = read(ctx, "until", StatsApi::instant, over.until(now), "a time such as 2026-12-24T18:00:00Z");
        Duration step = read(ctx, "step", Duration::parse, over.step(), "a length such as PT1M");
        Series wanted;
        try {
            wanted = new Series(
                    from,
                    until,
                    step,
                    by(Requests.query(ctx, "by")),
                    Requests.query(ctx, "type"),
                    Requests.query(ctx, "queue"));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problem.malformed(String.valueOf(e.getMessage()));
        }
        Json.answer(
                ctx,
                new SeriesView(
                        wanted.from(),
                        wanted.until(),
                        wanted.step(),
                        rota.store().rollups().series(wanted).stream()
                                .map(point -> new PointView(point.at(), point.name(), FiguresView.of(point.figures())))
                                .toList()));
    }

    /** A parameter of the query, or {@code unset}. */
    private static <T> T read(Context ctx, String name, Function<String, T> parse, T unset, String expected) {
        String text = Requests.query(ctx, name);
        try {
            return text == null ? unset : parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Problem.malformed(name + " is " + Labels.shortened(text, 50) + ", expected " + expected);
        }
    }

    private static By by(@Nullable String word) {
        return word == null
                ? By.NOTHING
                : Arrays.stream(By.values())
                        .filter(each -> Problem.lower(each).equals(word))
                        .findFirst()
                        .orElseThrow(() -> Problem.malformed("by is " + word + ", expected nothing, type or queue"));
    }
}
