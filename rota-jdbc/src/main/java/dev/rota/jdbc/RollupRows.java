package dev.rota.jdbc;

import dev.rota.store.Histogram;
import dev.rota.store.RollupStore;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.RollupStore.Point;
import dev.rota.store.RollupStore.Series;
import dev.rota.store.RollupStore.Total;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and binds rows of figures, and adds them up. */
public final class RollupRows {
    /** By what is kept, in seconds: a minute, ten minutes, an hour. */
    public static final int MINUTE = 60;

    public static final int TEN_MINUTES = 600;
    public static final int HOUR = 3_600;

    private RollupRows() {}

    /** The figures of some time. */
    public record Rollup(Instant at, Entry entry) {}

    public static Rollup rollup(Row row) throws SQLException {
        Figures figures = new Figures(
                row.number("enqueued"),
                row.number("succeeded"),
                row.number("retried"),
                row.number("failed_attempts"),
                row.number("failed"),
                row.number("cancelled"),
                new Items(row.number("items_succeeded"), row.number("items_failed")),
                Histogram.parse(row.text("ran")),
                Duration.of(row.number("ran_us"), ChronoUnit.MICROS),
                Histogram.parse(row.text("waited")));
        return new Rollup(row.instant("at"), new Entry(row.text("type"), row.text("queue"), figures));
    }

    /** Binds all columns, by their names. */
    public static Statement bind(Statement statement, int span, long worker, Rollup rollup) throws SQLException {
        Entry entry = rollup.entry();
        Figures figures = entry.figures();
        return statement
                .set("span", span)
                .set("at", rollup.at())
                .set("type", entry.type())
                .set("queue", entry.queue())
                .set("worker", worker)
                .set("enqueued", figures.enqueued())
                .set("succeeded", figures.succeeded())
                .set("retried", figures.retried())
                .set("failed_attempts", figures.failedAttempts())
                .set("failed", figures.failed())
                .set("cancelled", figures.cancelled())
                .set("items_succeeded", figures.items().succeeded())
                .set("items_failed", figures.items().failed())
                .set("ran_us", figures.ranTotal().toNanos() / 1_000)
                .set("ran", figures.ran().text())
                .set("waited", figures.waited().text());
    }

    /** The beginning of the span that an instant lies in. */
    public static Instant floor(Instant at, long seconds) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    /** The figures of each type and queue added up, all at {@code at}. */
    public static List<Rollup> sum(Instant at, List<Rollup> parts) {
        record Key(String type, String queue) {}
        Map<Key, Figures> sums = new HashMap<>();
        for (Rollup part : parts) {
            Entry entry = part.entry();
            sums.merge(new Key(entry.type(), entry.queue()), entry.figures(), Figures::plus);
        }
        return sums.entrySet().stream()
                .map(sum -> new Rollup(
                        at, new Entry(sum.getKey().type(), sum.getKey().queue(), sum.getValue())))
                .sorted(Comparator.comparing((Rollup one) -> one.entry().type())
                        .thenComparing(one -> one.entry().queue()))
                .toList();
    }

    /**
     * The points of a series, by time and then by name.
     *
     * @throws IllegalArgumentException if there are more than {@link RollupStore#MOST_POINTS}
     */
    public static List<Point> series(Series wanted, List<Rollup> rollups) {
        record Key(Instant at, String name) {}
        Map<Key, Figures> sums = new HashMap<>();
        for (Rollup rollup : rollups) {
            Entry entry = rollup.entry();
            String name = wanted.by() == By.NOTHING ? "" : wanted.by() == By.TYPE ? entry.type() : entry.queue();
            sums.merge(new Key(floor(rollup.at(), wanted.step().toSeconds()), name), entry.figures(), Figures::plus);
        }
        if (sums.size() > RollupStore.MOST_POINTS) {
            throw new IllegalArgumentException("The series has " + sums.size() + " points, at most "
                    + RollupStore.MOST_POINTS + " are given: take a longer step, or one type or queue");
        }
        return sums.entrySet().stream()
                .map(sum -> new Point(sum.getKey().at(), sum.getKey().name(), sum.getValue()))
                .sorted(Comparator.comparing(Point::at).thenComparing(Point::name))
                .toList();
    }

    /** The figures of each type added up, those with the longest total run time first. */
    public static List<Total> byType(List<Rollup> rollups, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
        }
        Map<String, Figures> sums = new HashMap<>();
        rollups.forEach(
                rollup -> sums.merge(rollup.entry().type(), rollup.entry().figures(), Figures::plus));
        return sums.entrySet().stream()
                .map(sum -> new Total(sum.getKey(), sum.getValue()))
                .sorted(Comparator.comparing((Total total) -> total.figures().ranTotal())
                        .reversed()
                        .thenComparing(Total::type))
                .limit(limit)
                .toList();
    }

    /** The run times of some rollups together; empty if there are none. */
    public static Optional<Histogram> ran(List<Rollup> rollups) {
        Histogram all =
                rollups.stream().map(rollup -> rollup.entry().figures().ran()).reduce(Histogram.EMPTY, Histogram::plus);
        return all.count() == 0 ? Optional.empty() : Optional.of(all);
    }
}
