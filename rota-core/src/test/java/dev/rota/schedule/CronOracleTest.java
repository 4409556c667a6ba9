package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Random expressions against {@link CronOracle}. {@code -Drota.seed=n} draws others. */
class CronOracleTest {

    /** Half-hour and quarter-hour changes, gaps at midnight, skipped days, four changes a year, southern summers. */
    static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Riga",
            "Europe/London",
            "Europe/Dublin",
            "Europe/Moscow",
            "America/New_York",
            "America/Los_Angeles",
            "America/St_Johns",
            "America/Sao_Paulo",
            "America/Havana",
            "America/Asuncion",
            "America/Santiago",
            "America/Caracas",
            "Africa/Casablanca",
            "Africa/Cairo",
            "Asia/Tehran",
            "Asia/Beirut",
            "Asia/Gaza",
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Australia/Lord_Howe",
            "Australia/Adelaide",
            "Antarctica/Troll",
            "Pacific/Apia",
            "Pacific/Kwajalein",
            "Pacific/Chatham");

    private static final long SEED = Long.getLong("rota.seed", 20_261_121L);
    private static final Instant FIRST = Instant.parse("1981-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2037-01-01T00:00:00Z");

    @ParameterizedTest
    @FieldSource("ZONES")
    void fixed_times_fire_when_the_oracle_says(String zone) {
        Random random = new Random(SEED ^ zone.hashCode());
        RandomCron crons = new RandomCron(random);
        for (int i = 0; i < 60; i++) {
            check(crons.fixed(), ZoneId.of(zone), instant(random, ZoneId.of(zone)), Duration.ofDays(400));
        }
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void elapsed_times_fire_when_the_oracle_says(String zone) {
        Random random = new Random(SEED ^ zone.hashCode());
        RandomCron crons = new RandomCron(random);
        for (int i = 0; i < 60; i++) {
            check(crons.elapsed(), ZoneId.of(zone), instant(random, ZoneId.of(zone)), Duration.ofDays(9));
        }
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void seconds_fire_when_the_oracle_says(String zone) {
        Random random = new Random(SEED ^ zone.hashCode());
        RandomCron crons = new RandomCron(random);
        for (int i = 0; i < 20; i++) {
            String minuteAndHour = random.nextBoolean() ? crons.elapsed() : crons.fixed();
            Instant after = instant(random, ZoneId.of(zone));
            check(crons.seconds() + " " + minuteAndHour, ZoneId.of(zone), after, Duration.ofHours(5));
        }
    }

    @ParameterizedTest
    @FieldSource("ZONES")
    void looking_back_across_a_change_meets_the_fires_met_before(String name) {
        ZoneId zone = ZoneId.of(name);
        Random random = new Random(SEED ^ name.hashCode());
        RandomCron crons = new RandomCron(random);
        for (int i = 0; i < 20; i++) {
            Cron cron = Cron.parse((i % 2 == 0 ? crons.fixedTime() : crons.elapsedTime()) + " * * *");
            Instant any = FIRST.plusSeconds(
                    random.nextLong(Duration.between(FIRST, LAST).toSeconds()));
            ZoneOffsetTransition change = zone.getRules().nextTransition(any);
            Instant middle = change == null ? any.truncatedTo(ChronoUnit.HOURS) : change.getInstant();
            TreeSet<Instant> fires = new TreeSet<>(cron.next(middle.minus(Duration.ofHours(60)), zone, 1000));
            for (Instant at = middle.minus(Duration.ofHours(5)); at.isBefore(middle.plus(Duration.ofHours(5))); ) {
                Instant met = fires.lower(at);
                if (met != null && !fires.last().isBefore(at)) {
                    assertThat(cron.previous(at, zone))
                            .as("\"%s\" in %s before %s with -Drota.seed=%d", cron, zone, at, SEED)
                            .contains(met);
                }
                at = at.plus(Duration.ofMinutes(5));
            }
        }
    }

    private static void check(String text, ZoneId zone, Instant after, Duration horizon) {
        Cron cron = Cron.parse(text);
        CronOracle oracle = new CronOracle(text);
        String context = "\"" + text + "\" in " + zone + " after " + after + " with -Drota.seed=" + SEED;
        assertThat(cron.namesFixedTimes()).as(context).isEqualTo(oracle.namesFixedTimes());
        Instant end = after.plus(horizon);
        Instant from = after;
        for (int i = 0; i < 3; i++) {
            Optional<Instant> expected = oracle.next(from, end, zone);
            Optional<Instant> fire = cron.next(from, zone);
            assertThat(fire.filter(instant -> instant.isBefore(end)))
                    .as(context + ", step " + i + " from " + from)
                    .isEqualTo(expected);
            checkPrevious(cron, zone, from, context);
            if (expected.isEmpty()) {
                return;
            }
            from = expected.get();
        }
    }

    /** The previous fire is a fire, and none lies between it and the instant asked about. */
    private static void checkPrevious(Cron cron, ZoneId zone, Instant before, String context) {
        cron.previous(before, zone).ifPresent(previous -> {
            assertThat(previous).as(context).isBefore(before);
            assertThat(cron.next(previous.minusNanos(1), zone))
                    .as(context + ", previous to " + before)
                    .contains(previous);
            assertThat(cron.next(previous, zone).filter(next -> next.isBefore(before)))
                    .as(context + ", between " + previous + " and " + before)
                    .isEmpty();
        });
    }

    /** Three of four lie within two days of a change of the zone's clocks. */
    private static Instant instant(Random random, ZoneId zone) {
        Instant any = FIRST.plusSeconds(
                (long) (random.nextDouble() * Duration.between(FIRST, LAST).toSeconds()));
        ZoneOffsetTransition change = zone.getRules().nextTransition(any);
        return change == null || random.nextInt(4) == 0
                ? any
                : change.getInstant().plusSeconds(random.nextInt(-172_800, 172_800));
    }
}
