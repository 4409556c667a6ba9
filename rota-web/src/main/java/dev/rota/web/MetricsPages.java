package dev.rota.web;

import dev.rota.Rota;
import dev.rota.console.Scope;
import dev.rota.store.Histogram;
import dev.rota.store.RollupStore;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Series;
import dev.rota.store.RollupStore.Total;
import dev.rota.web.chart.Chart;
import dev.rota.web.chart.HeatMap;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What types of jobs cost: their figures in a table, and over time. */
final class MetricsPages {
    private static final int MOST_TYPES = 1_000;
    /** More would not be read whole: figures over time are bounded. */
    private static final int MOST_QUEUES = 50;

    private final Rota rota;
    private final Templates templates;
    private final DeployMarks deploys;
    private final @Nullable Supplier<String> meters;

    /** A list to change to. */
    record Choice(String name, String href, boolean current) {}

    /** The figures of a type or a queue, in words. */
    record Row(
            String name,
            String href,
            long finished,
            String perMinute,
            String failed,
            boolean failing,
            List<String> ran,
            List<String> waited,
            String total,
            int share) {}

    record MetricsPage(
            Shell shell,
            List<Choice> choices,
            Lookback over,
            @Nullable String type,
            @Nullable String queue,
            String find,
            List<String> queues,
            List<Row> rows,
            List<Row> queueRows,
            List<Chart> charts,
            @Nullable HeatMap heat) {}

    /**
     * Pages.
     *
     * @param meters what Prometheus gets at the same address; null if it gets nothing
     */
    MetricsPages(Rota rota, Templates templates, @Nullable Supplier<String> meters) {
        this.rota = rota;
        this.templates = templates;
        this.deploys = new DeployMarks(rota);
        this.meters = meters;
    }

    void addTo(Routes routes) {
        routes.get("/metrics", Scope.METRICS_READ, this::show)
                .get(Routes.API + "/metrics", Scope.METRICS_READ, this::tellPrometheus);
    }

    private void tellPrometheus(Context ctx) {
        if (meters == null) {
            throw Problem.of(
                            404,
                            "not-measured",
                            "Nothing is measured here",
                            "This dashboard stands in an application, which tells Prometheus itself")
                    .hint("With Spring Boot that is /actuator/prometheus.");
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.get());
    }

    private void show(Context ctx) {
        if (meters != null && !Requests.wantsPage(ctx)) {
            tellPrometheus(ctx);
            return;
        }
        Shell shell = templates.shell(ctx, "Metrics", "metrics");
        Lookback over = Lookback.of(Requests.query(ctx, "over"), Lookback.DAY);
        String type = Requests.query(ctx, "type");
        String queue = Requests.query(ctx, "queue");
        String find = Requests.query(ctx, "find");
        Instant now = shell.time();
        RollupStore rollups = rota.store().rollups();
        List<String> queues =
                rota.queues().list().stream().map(each -> each.name()).toList();
        List<Total> totals = rollups.byType(over.from(now), over.until(now), queue, MOST_TYPES);
        Measured measured = Measured.read(rollups, over, now, type, queue);
        templates.render(
                ctx,
                "metrics",
                new MetricsPage(
                        shell,
                        choices(over, type, queue),
                        over,
                        type,
                        queue,
                        find == null ? "" : find,
                        queues,
                        rows(
                                totals,
                                over,
                                find == null ? "" : find.toLowerCase(Locale.ROOT),
                                name -> href(over, name, queue)),
                        queue != null || queues.size() < 2 || queues.size() > MOST_QUEUES
                                ? List.of()
                                : rows(byQueue(over, now, type), over, "", name -> href(over, type, name)),
                        charts(measured, type, deploys.marks(over, now)),
                        type == null ? null : measured.heat()));
    }

    private static List<Chart> charts(Measured measured, @Nullable String type, List<Chart.Mark> deploys) {
        Chart throughput = measured.throughput().marked(deploys);
        Chart durations = measured.durations().marked(deploys);
        return type == null
                ? List.of(throughput, durations)
                : List.of(
                        throughput, durations, Measured.spread(measured.total().ran()));
    }

    private static List<Choice> choices(Lookback over, @Nullable String type, @Nullable String queue) {
        return Arrays.stream(Lookback.values())
                .map(each -> new Choice(each.word(), href(each, type, queue), each == over))
                .toList();
    }

    private static String href(Lookback over, @Nullable String type, @Nullable String queue) {
        return "metrics?over=" + over.word() + (type == null ? "" : "&type=" + Urls.encoded(type))
                + (queue == null ? "" : "&queue=" + Urls.encoded(queue));
    }

    /** The figures of each queue, those with the longest total run time first. */
    private List<Total> byQueue(Lookback over, Instant now, @Nullable String type) {
        Map<String, Figures> byName = new TreeMap<>();
        rota.store()
                .rollups()
                .series(new Series(over.from(now), over.until(now), over.step(), By.QUEUE, type, null))
                .forEach(point -> byName.merge(point.name(), point.figures(), Figures::plus));
        return byName.entrySet().stream()
                .map(entry -> new Total(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Total total) -> total.figures().ranTotal())
                        .reversed())
                .toList();
    }

    private static List<Row> rows(List<Total> totals, Lookback over, String find, UnaryOperator<String> href) {
        Duration all = totals.stream().map(total -> total.figures().ranTotal()).reduce(Duration.ZERO, Duration::plus);
        double minutes = over.length().toMinutes();
        return totals.stream()
                .filter(total -> total.type().toLowerCase(Locale.ROOT).contains(find))
                .map(total -> row(total, href.apply(total.type()), minutes, all))
                .toList();
    }

    private static Row row(Total total, String href, double minutes, Duration all) {
        Figures figures = total.figures();
        return new Row(
                total.type(),
                href,
                figures.finished(),
                perMinute(figures.finished(), minutes),
                percent(figures.failed(), figures.finished()),
                figures.failed() > 0,
                quantiles(figures.ran(), 0.5, 0.95, 0.99),
                quantiles(figures.waited(), 0.5, 0.95),
                Times.took(figures.ranTotal()),
                all.isZero()
                        ? 0
                        : (int) Math.round(100.0 * figures.ranTotal().toMillis() / Math.max(1, all.toMillis())));
    }

    private static List<String> quantiles(Histogram histogram, double... shares) {
        return Arrays.stream(shares)
                .mapToObj(share -> Times.took(histogram.quantile(share)))
                .toList();
    }

    /** With as many digits as tell something. */
    static String perMinute(double count, double minutes) {
        double rate = minutes <= 0 ? 0 : count / minutes;
        return rate == 0 || rate >= 10
                ? String.format(Locale.ROOT, "%,d", Math.round(rate))
                : String.format(Locale.ROOT, rate < 0.1 ? "%.3f" : "%.1f", rate);
    }

    /** A part of a whole; a dash if there is no whole. */
    static String percent(long part, long whole) {
        if (whole == 0) {
            return "–";
        }
        double percent = 100.0 * part / whole;
        return String.format(Locale.ROOT, percent == 0 || percent >= 10 ? "%.0f %%" : "%.1f %%", percent);
    }
}
