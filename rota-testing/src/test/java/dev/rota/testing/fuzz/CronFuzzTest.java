package dev.rota.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Cron;
import dev.rota.schedule.CronLint;
import dev.rota.schedule.CronSyntaxException;
import dev.rota.schedule.IntervalTrigger;
import dev.rota.schedule.ZoneNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is given as a cron expression, a zone or an interval is read or refused, and what is read comes to an end. */
final class CronFuzzTest {
    private static final List<String> VALID = List.of(
            "0 3 * * SUN",
            "*/15 8-18 * * MON-FRI",
            "0 0 L-3 FEB ?",
            "0 0 29 2 *",
            "30 2 LW * FRI#5",
            "*/7 */5 1,15W 1-12/3 SATL",
            "0 0 0 31 12 ?",
            "59 59 23 * * 0-7",
            "@daily",
            "@hourly");
    private static final List<String> WORDS = List.of(
            " ",
            " ",
            " ",
            " ",
            "*",
            "*",
            "?",
            "0",
            "1",
            "5",
            "30",
            "31",
            "2",
            "59",
            "60",
            "99999999999",
            "-",
            "/",
            ",",
            "L",
            "W",
            "#",
            "LW",
            "L-",
            "SUN",
            "mon",
            "FEB",
            "dec",
            "FRI#5",
            "SATL",
            "15W",
            "@",
            "@daily",
            "\t",
            "１",
            "٣",
            "ſUN",
            "\0",
            "*/",
            "0/",
            "*,*");
    private static final List<ZoneId> ZONES = List.of(
            ZoneOffset.UTC,
            ZoneId.of("Europe/Riga"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Africa/Casablanca"),
            ZoneId.of("America/Nuuk"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneOffset.ofHours(18),
            ZoneOffset.ofTotalSeconds(-18 * 3600));
    private static final List<Instant> INSTANTS = List.of(
            Instant.MIN,
            Instant.MAX,
            Instant.EPOCH,
            Instant.parse("0000-12-31T23:59:59Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.parse("2011-12-29T12:00:00Z"),
            Instant.parse("2100-02-27T00:00:00Z"));

    private static Instant instant(Random random) {
        return random.nextInt(4) == 0
                ? INSTANTS.get(random.nextInt(INSTANTS.size()))
                : Instant.ofEpochSecond(
                        random.nextLong(-2_000_000_000L, 8_000_000_000L), random.nextInt(1_000_000_000));
    }

    /** Five or six fields of what may stand there, mostly. */
    private static String fields(Random random) {
        List<String> fields = new ArrayList<>();
        if (random.nextInt(4) == 0) {
            fields.add(field(random, 0, 59, List.of("*", "0")));
        }
        fields.add(field(random, 0, 59, List.of("*", "0")));
        fields.add(field(random, 0, 23, List.of("*", "2")));
        fields.add(field(random, 1, 31, List.of("*", "*", "?", "L", "LW", "L-3", "15W", "1W")));
        fields.add(field(random, 1, 12, List.of("*", "FEB", "JAN-MAR", "dec")));
        fields.add(field(random, 0, 7, List.of("*", "*", "?", "SUN", "MON-FRI", "FRIL", "fri#5", "SAT,SUN")));
        return String.join(" ", fields);
    }

    private static String field(Random random, int least, int most, List<String> words) {
        int from = random.nextInt(least, most + 1);
        return switch (random.nextInt(6)) {
            case 0 -> from + "-" + random.nextInt(from, most + 1);
            case 1 -> (random.nextBoolean() ? "*" : String.valueOf(from)) + "/" + random.nextInt(1, most + 1);
            case 2 -> from + "," + random.nextInt(least, most + 2);
            case 3 -> String.valueOf(from);
            default -> words.get(random.nextInt(words.size()));
        };
    }

    private static String text(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Texts.of(random, WORDS, 24);
            case 1 -> Texts.any(random);
            case 2, 3, 4 -> fields(random);
            default -> Texts.mutated(random, VALID.get(random.nextInt(VALID.size())));
        };
    }

    @Test
    void whatever_is_given_is_read_or_refused_and_each_search_ends_beyond_its_start() {
        int[] read = new int[1];
        Fuzz.each(6_000, (random, input) -> {
            Cron cron;
            try {
                cron = Cron.parse(input.is(text(random)));
            } catch (CronSyntaxException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(500).doesNotContainPattern("[\\x00\\n\\r]");
                return;
            }
            read[0]++;
            ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
            Instant from = instant(random);
            input.is(cron.text() + " in " + zone + " from " + from);
            assertThat(Cron.parse(cron.text())).isEqualTo(cron);
            assertThat(cron.describe()).isNotBlank();
            assertThat(CronLint.check(cron, zone, from)).isNotNull();
            walk(cron, zone, from);
        });
        assertThat(read[0]).as("expressions that were read").isGreaterThan(500);
    }

    private static void walk(Cron cron, ZoneId zone, Instant from) {
        Instant at = from;
        for (int i = 0; i < 20; i++) {
            Optional<Instant> next = cron.next(at, zone);
            if (next.isEmpty()) {
                return;
            }
            assertThat(next.get()).isAfter(at);
            assertThat(cron.previous(next.get().plusNanos(1), zone)).contains(next.get());
            at = next.get();
        }
    }

    @Test
    void whatever_is_given_as_a_zone_is_one_or_refused() {
        List<String> valid = List.of("Europe/Riga", "UTC", "+05:45", "UTC+2", "America/Argentina/Buenos_Aires", "Z");
        Fuzz.each(1_000, (random, input) -> {
            String text = random.nextBoolean()
                    ? Texts.mutated(random, valid.get(random.nextInt(valid.size())))
                    : Texts.any(random);
            try {
                assertThat(ZoneNames.parse(input.is(text)).getRules()).isNotNull();
            } catch (IllegalArgumentException | DateTimeException e) {
                assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(1_000);
            }
        });
    }

    @Test
    void an_interval_of_any_length_from_any_time_ends_or_goes_on() {
        Fuzz.each(5_000, (random, input) -> {
            Duration every = Duration.ofSeconds(
                    random.nextBoolean() ? random.nextLong() : random.nextLong(-10, 100_000),
                    random.nextInt(1_000_000_000));
            Instant anchor = instant(random);
            Instant from = instant(random);
            input.is(every + " anchored at " + anchor + " from " + from);
            IntervalTrigger trigger;
            try {
                trigger = new IntervalTrigger(every, anchor);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
                return;
            }
            assertThat(trigger.describe()).isNotBlank();
            trigger.next(from).ifPresent(next -> assertThat(next).isAfter(from));
            trigger.previous(from).ifPresent(previous -> assertThat(previous).isBefore(from));
        });
    }
}
