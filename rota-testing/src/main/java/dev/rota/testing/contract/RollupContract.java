package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.store.Histogram;
import dev.rota.store.RollupStore;
import dev.rota.store.RollupStore.By;
import dev.rota.store.RollupStore.Entry;
import dev.rota.store.RollupStore.Figures;
import dev.rota.store.RollupStore.Items;
import dev.rota.store.RollupStore.Point;
import dev.rota.store.RollupStore.Series;
import dev.rota.store.RollupStore.Total;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Figures add up, over workers, types, queues and time, however old they are. */
public abstract class RollupContract extends StoreContract {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    protected RollupContract(ContractStore fixture) {
        super(fixture);
    }

    private RollupStore rollups() {
        return store.rollups();
    }

    /** So many attempts that succeeded, each after one second. */
    private static Figures figures(int succeeded) {
        long[] ran = new long[Histogram.BUCKETS];
        ran[Histogram.bucket(Duration.ofSeconds(1))] = succeeded;
        return new Figures(
                1,
                succeeded,
                2,
                3,
                4,
                5,
                new Items(6, 7),
                Histogram.of(ran),
                Duration.ofSeconds(succeeded),
                Histogram.EMPTY);
    }

    private static Entry entry(String type, String queue, int succeeded) {
        return new Entry(type, queue, figures(succeeded));
    }

    private static Series all(Duration step, By by) {
        return new Series(START.minus(HOUR), START.plus(HOUR), step, by, null, null);
    }

    private Figures total() {
        List<Point> points = rollups()
                .series(new Series(
                        START.minus(Duration.ofDays(1)),
                        START.plus(Duration.ofDays(1)),
                        Duration.ofDays(7),
                        By.NOTHING,
                        null,
                        null));
        assertThat(points).hasSize(1);
        return points.get(0).figures();
    }

    private void condenseAll() {
        int rounds = 0;
        while (rollups().condense(100) > 0) {
            rounds++;
            assertThat(rounds).isLessThan(1_000);
        }
    }

    @Test
    void figures_are_read_as_they_were_written() {
        rollups().put(1, START, List.of(entry("mail", "default", 10)));

        assertThat(rollups().series(all(MINUTE, By.TYPE))).containsExactly(new Point(START, "mail", figures(10)));
    }

    @Test
    void a_write_replaces_what_the_same_worker_wrote_in_the_same_minute() {
        rollups().put(1, START, List.of(entry("mail", "default", 10)));
        rollups().put(1, START, List.of(entry("mail", "default", 12)));
        rollups().put(1, START, List.of());

        assertThat(total()).isEqualTo(figures(12));
    }

    @Test
    void workers_add_up() {
        rollups().put(1, START, List.of(entry("mail", "default", 10)));
        rollups().put(2, START, List.of(entry("mail", "default", 5)));

        assertThat(total()).isEqualTo(figures(10).plus(figures(5)));
    }

    @Test
    void a_series_is_told_apart_by_type_or_queue_and_narrowed_to_one() {
        rollups()
                .put(
                        1,
                        START,
                        List.of(entry("mail", "default", 1), entry("mail", "slow", 2), entry("bill", "slow", 4)));
        rollups().put(1, START.plus(MINUTE), List.of(entry("mail", "default", 8)));

        assertThat(rollups().series(all(MINUTE, By.QUEUE)).stream()
                        .map(point -> point.at() + " " + point.name() + " "
                                + point.figures().succeeded()))
                .containsExactly(START + " default 1", START + " slow 6", START.plus(MINUTE) + " default 8");
        assertThat(rollups().series(all(HOUR, By.TYPE)).stream()
                        .map(point -> point.name() + " " + point.figures().succeeded()))
                .containsExactly("bill 4", "mail 11");
        Series narrow = new Series(START, START.plus(HOUR), HOUR, By.NOTHING, "mail", "slow");
        assertThat(rollups().series(narrow)).containsExactly(new Point(START, "", figures(2)));
        Series before = new Series(START.minus(HOUR), START, HOUR, By.NOTHING, null, null);
        assertThat(rollups().series(before)).isEmpty();
    }

    @Test
    void a_series_has_bounds() {
        assertThatThrownBy(() -> new Series(START, START.plus(HOUR), Duration.ofSeconds(90), By.TYPE, null, null))
                .hasMessage("Step is PT1M30S, expected whole minutes");
        assertThatThrownBy(() -> new Series(START, START.plus(Duration.ofDays(30)), MINUTE, By.TYPE, null, null))
                .hasMessageContaining("more than 5000 steps");
        assertThatThrownBy(() -> new Series(START, START.minus(HOUR), MINUTE, By.TYPE, null, null))
                .hasMessageContaining("before it begins");
        rollups()
                .put(
                        1,
                        START,
                        IntStream.rangeClosed(0, RollupStore.MOST_POINTS)
                                .mapToObj(i -> entry("type" + i, "default", 1))
                                .toList());
        assertThatThrownBy(() -> rollups().series(all(MINUTE, By.TYPE)))
                .hasMessage(
                        "The series has 5001 points, at most 5000 are given: take a longer step, or one type or queue");
    }

    @Test
    void types_are_listed_by_the_time_they_took() {
        rollups().put(1, START, List.of(entry("quick", "default", 1), entry("slow", "default", 9)));
        rollups().put(1, START.plus(MINUTE), List.of(entry("quick", "other", 2)));

        assertThat(rollups().byType(START, START.plus(HOUR), null, 10).stream().map(Total::type))
                .containsExactly("slow", "quick");
        assertThat(rollups().byType(START, START.plus(HOUR), null, 1)).hasSize(1);
        assertThat(rollups().byType(START, START.plus(HOUR), "other", 10))
                .containsExactly(new Total("quick", figures(2)));
        assertThatThrownBy(() -> rollups().byType(START, START, null, 0)).hasMessage("Limit is 0, expected 1 to 1,000");
    }

    @Test
    void the_usual_run_time_of_a_type_is_known_from_the_last_week() {
        rollups().put(1, START, List.of(entry("mail", "default", 9), entry("bill", "default", 1)));

        Histogram usual = rollups().usual("mail").orElseThrow();
        assertThat(usual.count()).isEqualTo(9);
        assertThat(usual.quantile(0.95)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_449));
        assertThat(rollups().usual("unknown")).isEmpty();
        clock.advance(Duration.ofDays(8));
        assertThat(rollups().usual("mail")).isEmpty();
    }

    @Test
    void nothing_is_lost_when_figures_are_put_together() {
        for (int minute = 0; minute < 25; minute++) {
            for (long worker = 1; worker <= 2; worker++) {
                Instant at = START.plus(MINUTE.multipliedBy(minute));
                rollups().put(worker, at, List.of(entry("mail", "default", 1), entry("bill", "slow", 2)));
            }
        }
        Figures before = total();
        for (Duration age : List.of(HOUR, Duration.ofDays(3), Duration.ofDays(15))) {
            clock.set(START.plus(age));
            condenseAll();
            assertThat(total()).as("after " + age).isEqualTo(before);
        }
        assertThat(rollups().series(all(MINUTE, By.NOTHING)))
                .singleElement()
                .extracting(Point::at)
                .isEqualTo(START);
        clock.set(START.plus(Duration.ofDays(402)));
        condenseAll();
        assertThat(rollups().series(all(MINUTE, By.NOTHING))).isEmpty();
    }

    @Test
    void figures_keep_their_minutes_for_two_days_and_their_ten_minutes_for_two_weeks() {
        for (int minute = 0; minute < 20; minute++) {
            rollups().put(1, START.plus(MINUTE.multipliedBy(minute)), List.of(entry("mail", "default", 1)));
        }
        clock.advance(Duration.ofHours(47));
        condenseAll();
        assertThat(rollups().series(all(MINUTE, By.NOTHING))).hasSize(20);
        clock.advance(Duration.ofHours(2));
        condenseAll();
        assertThat(rollups().series(all(MINUTE, By.NOTHING))).hasSize(2);
        clock.advance(Duration.ofDays(14));
        condenseAll();
        assertThat(rollups().series(all(MINUTE, By.NOTHING))).hasSize(1);
    }

    @Test
    void a_bounded_part_is_put_together_at_a_time() {
        for (int minute = 0; minute < 20; minute++) {
            rollups().put(1, START.plus(MINUTE.multipliedBy(minute)), List.of(entry("mail", "default", 1)));
        }
        clock.advance(HOUR);

        assertThat(rollups().condense(5)).isEqualTo(5);
        assertThat(total().succeeded()).isEqualTo(20);
    }

    @Test
    void what_comes_late_is_added_to_what_has_been_put_together() {
        rollups().put(1, START, List.of(entry("mail", "default", 1)));
        clock.advance(Duration.ofDays(3));
        condenseAll();
        rollups().put(2, START, List.of(entry("mail", "default", 2)));
        condenseAll();

        assertThat(total()).isEqualTo(figures(1).plus(figures(2)));
    }

    /** A row as it was written. */
    private record Written(Instant at, Entry entry) {}

    /** Twenty days in which two workers write now and then, and what they wrote is put together now and then. */
    private List<Written> writeForTwentyDays(Random random) {
        List<Written> written = new ArrayList<>();
        while (clock.instant().isBefore(START.plus(Duration.ofDays(20)))) {
            clock.advance(MINUTE.multipliedBy(1 + random.nextInt(random.nextBoolean() ? 5 : 400)));
            Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
            List<Entry> entries = Stream.of("mail default", "mail slow", "bill slow", "sweep default")
                    .filter(any -> random.nextInt(3) > 0)
                    .map(place -> place.split(" ", 2))
                    .map(place -> entry(place[0], place[1], random.nextInt(50)))
                    .toList();
            rollups().put(1 + random.nextInt(2), minute, entries);
            entries.forEach(entry -> written.add(new Written(minute, entry)));
            if (random.nextInt(4) == 0) {
                condenseAll();
            }
        }
        return written;
    }

    private static List<Point> pointsOf(List<Written> written, Series wanted) {
        Map<Instant, Map<String, Figures>> sums = new TreeMap<>();
        long step = wanted.step().toSeconds();
        for (Written row : written) {
            Entry entry = row.entry();
            if (!row.at().isBefore(wanted.from())
                    && row.at().isBefore(wanted.until())
                    && (wanted.type() == null || wanted.type().equals(entry.type()))
                    && (wanted.queue() == null || wanted.queue().equals(entry.queue()))) {
                long seconds = row.at().getEpochSecond();
                String name = wanted.by() == By.TYPE ? entry.type() : wanted.by() == By.QUEUE ? entry.queue() : "";
                sums.computeIfAbsent(Instant.ofEpochSecond(seconds - seconds % step), at -> new TreeMap<>())
                        .merge(name, entry.figures(), Figures::plus);
            }
        }
        List<Point> points = new ArrayList<>();
        sums.forEach((at, names) -> names.forEach((name, figures) -> points.add(new Point(at, name, figures))));
        return points;
    }

    @Test
    void sums_are_those_of_the_single_rows_however_these_are_kept() {
        List<Written> written = writeForTwentyDays(new Random(7));
        Instant now = clock.instant();
        Instant hour = now.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
        List<Series> asked = new ArrayList<>();
        for (By by : By.values()) {
            for (String type : Arrays.asList(null, "mail")) {
                for (String queue : Arrays.asList(null, "slow")) {
                    asked.add(new Series(START, hour, Duration.ofDays(1), by, type, queue));
                    asked.add(new Series(START.plus(HOUR), hour, Duration.ofHours(6), by, type, queue));
                    asked.add(new Series(START.plus(HOUR), hour.minus(HOUR), HOUR, by, type, queue));
                    asked.add(new Series(
                            hour.minus(Duration.ofDays(13)), hour, MINUTE.multipliedBy(20), by, type, queue));
                    asked.add(new Series(now.minus(Duration.ofHours(47)), now, MINUTE, by, type, queue));
                }
            }
        }
        for (Series wanted : asked) {
            assertThat(rollups().series(wanted)).as("%s", wanted).isEqualTo(pointsOf(written, wanted));
        }
    }

    @Test
    void totals_are_those_of_the_single_rows_however_these_are_kept() {
        List<Written> written = writeForTwentyDays(new Random(8));
        Instant now = clock.instant();
        for (Instant from : List.of(START, START.plus(Duration.ofHours(31)), now.minusSeconds(100_000), now)) {
            for (Instant until : List.of(now.minusSeconds(4_000), now, now.plus(HOUR))) {
                Series all =
                        new Series(from, from.isAfter(until) ? from : until, Duration.ofDays(400), By.TYPE, null, null);
                Map<String, Figures> sums = new TreeMap<>();
                pointsOf(written, all).forEach(point -> sums.merge(point.name(), point.figures(), Figures::plus));
                assertThat(rollups().byType(from, until, null, 10))
                        .as("%s to %s", from, until)
                        .containsExactlyInAnyOrderElementsOf(sums.entrySet().stream()
                                .map(sum -> new Total(sum.getKey(), sum.getValue()))
                                .toList());
            }
        }
    }
}
