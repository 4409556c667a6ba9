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
import org.jspecify.annotations.Nullable;

/** Reads and binds rows of figures. Most are added up by the database; histograms come one after the other in one text. */
public final class RollupRows {
    private static final Comparator<Total> LONGEST_FIRST = Comparator.comparing(
                    (Total total) -> total.figures().ranTotal())
            .reversed()
            .thenComparing(Total::type);

    private RollupRows() {}

    /** The figures of some time. */
    public record Rollup(Instant at, Entry entry) {}

    /** Reads a row with all columns. */
    public static Rollup rollup(Row row) throws SQLException {
        return new Rollup(row.instant("at"), new Entry(row.text("type"), row.text("queue"), figures(row)));
    }

    private static Figures figures(Row row) throws SQLException {
        return new Figures(
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

    /** Binds what the statements ask for by name that read: no type and no queue are all. */
    public static Statement filter(
            Statement statement, Instant from, Instant until, @Nullable String type, @Nullable String queue)
            throws SQLException {
        return (type == null ? statement : statement.set("type", type))
                .set("from", from)
                .set("until", until)
                .set("any_queue", queue == null)
                .set("queue", queue);
    }

    /** Binds the steps of a series in seconds, and what its points are told apart by. */
    public static Statement steps(Statement statement, Series wanted) throws SQLException {
        return statement
                .set("step", wanted.step().toSeconds())
                .set("of_type", wanted.by() == By.TYPE)
                .set("of_queue", wanted.by() == By.QUEUE);
    }

    /** A point, of a row that has a {@code name}. */
    public static Point point(Row row) throws SQLException {
        return new Point(row.instant("at"), row.text("name"), figures(row));
    }

    /**
     * The points of a series, by time and then by name.
     *
     * @throws IllegalArgumentException if there are more than {@link RollupStore#MOST_POINTS}
     */
    public static List<Point> series(List<Point> points) {
        if (points.size() > RollupStore.MOST_POINTS) {
            throw new IllegalArgumentException("The series has " + points.size() + " points, at most "
                    + RollupStore.MOST_POINTS + " are given: take a longer step, or one type or queue");
        }
        return points.stream()
                .sorted(Comparator.comparing(Point::at).thenComparing(Point::name))
                .toList();
    }

    /** @throws IllegalArgumentException if so many types are not given */
    public static void requireLimit(int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("Limit is " + limit + ", expected 1 to 1,000");
        }
    }

    /** Types, those with the longest total run time first, of a row for each. */
    public static List<Total> byType(Statement statement, int limit) throws SQLException {
        return statement.list(row -> new Total(row.text("type"), figures(row))).stream()
                .sorted(LONGEST_FIRST)
                .limit(limit)
                .toList();
    }

    /** The run times in one row; empty if there are none. */
    public static Optional<Histogram> ran(Statement statement) throws SQLException {
        Histogram all = statement.one(row -> Histogram.parse(row.text("ran")));
        return all.count() == 0 ? Optional.empty() : Optional.of(all);
    }
}
