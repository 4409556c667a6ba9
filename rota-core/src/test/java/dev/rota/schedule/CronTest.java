package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");
    private static final ZoneId APIA = ZoneId.of("Pacific/Apia");

    @Test
    void a_time_in_the_gap_fires_once_at_its_end() {
        assertThat(fires("0 2 * * *", "2026-03-07T12:00:00Z", NEW_YORK, 2))
                .containsExactly("2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z");
    }

    @Test
    void two_schedules_meet_at_the_end_of_the_gap() {
        String saturday = "2026-03-07T12:00:00Z";
        assertThat(fires("0 3 * * SUN", saturday, NEW_YORK, 1)).isEqualTo(fires("0 2 * * *", saturday, NEW_YORK, 1));
    }

    @Test
    void several_times_in_one_gap_and_its_end_fire_once() {
        assertThat(fires("15,45 2,3 * * *", "2026-03-08T06:00:00Z", NEW_YORK, 3))
                .containsExactly("2026-03-08T07:00:00Z", "2026-03-08T07:15:00Z", "2026-03-08T07:45:00Z");
        assertThat(fires("0 2,3 * * *", "2026-03-08T06:00:00Z", NEW_YORK, 2))
                .containsExactly("2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z");
    }

    @Test
    void a_repeated_time_fires_the_first_time_only() {
        assertThat(fires("0 1 * * *", "2026-10-31T12:00:00Z", NEW_YORK, 2))
                .containsExactly("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z");
        assertThat(fires("30 1 * * *", "2026-11-01T05:45:00Z", NEW_YORK, 1)).containsExactly("2026-11-02T06:30:00Z");
    }

    @Test
    void wildcards_keep_elapsed_time_through_both_changes() {
        assertThat(fires("*/30 * * * *", "2026-03-08T06:00:00Z", NEW_YORK, 4))
                .containsExactly(
                        "2026-03-08T06:30:00Z", "2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z", "2026-03-08T08:00:00Z");
        assertThat(fires("*/30 1 * * *", "2026-11-01T04:00:00Z", NEW_YORK, 5))
                .containsExactly(
                        "2026-11-01T05:00:00Z",
                        "2026-11-01T05:30:00Z",
                        "2026-11-01T06:00:00Z",
                        "2026-11-01T06:30:00Z",
                        "2026-11-02T06:00:00Z");
    }

    @Test
    void a_range_over_the_whole_field_is_a_wildcard() {
        assertThat(Cron.parse("0 0-23 * * *").namesFixedTimes()).isFalse();
        assertThat(Cron.parse("0-59 2 * * *").namesFixedTimes()).isFalse();
        assertThat(Cron.parse("0 0-22 * * *").namesFixedTimes()).isTrue();
    }

    @Test
    void lord_howe_changes_by_half_an_hour() {
        // 2026-10-04 02:00 +10:30 becomes 02:30 +11:00.
        assertThat(fires("15 2 * * *", "2026-10-03T12:00:00Z", LORD_HOWE, 2))
                .containsExactly("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z");
        // 2026-04-05 02:00 +11:00 becomes 01:30 +10:30.
        assertThat(fires("45 1 * * *", "2026-04-04T12:00:00Z", LORD_HOWE, 2))
                .containsExactly("2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z");
        assertThat(fires("*/30 * * * *", "2026-04-04T14:30:00Z", LORD_HOWE, 3))
                .containsExactly("2026-04-04T15:00:00Z", "2026-04-04T15:30:00Z", "2026-04-04T16:00:00Z");
    }

    @Test
    void the_day_apia_skipped_fires_at_its_end() {
        // There was no 30 December 2011: 29 December 24:00 -10:00 was 31 December 00:00 +14:00.
        assertThat(fires("0 9 * * *", "2011-12-29T20:00:00Z", APIA, 3))
                .containsExactly("2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z", "2011-12-31T19:00:00Z");
        assertThat(fires("0 9 30 * *", "2011-12-01T00:00:00Z", APIA, 1)).containsExactly("2011-12-30T10:00:00Z");
        assertThat(fires("*/30 * 30 12 *", "2011-12-01T00:00:00Z", APIA, 1)).containsExactly("2012-12-29T10:00:00Z");
    }

    @Test
    void a_gap_at_midnight_fires_at_one() {
        assertThat(fires("0 0 * * *", "2018-11-03T12:00:00Z", ZoneId.of("America/Sao_Paulo"), 1))
                .containsExactly("2018-11-04T03:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 29 2 *,      2096-03-01T00:00:00Z, 2104-02-29T00:00:00Z",
        "0 0 ? 2 SUN#5,   2088-03-01T00:00:00Z, 2128-02-29T00:00:00Z",
        "0 0 L 2 *,       2027-03-01T00:00:00Z, 2028-02-29T00:00:00Z",
        "0 0 L-30 * *,    2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z",
        "59 59 23 31 12 ?, 2026-01-01T00:00:00Z, 2026-12-31T23:59:59Z",
        "0 0 1W * *,      2026-07-31T00:00:00Z, 2026-08-03T00:00:00Z",
        "0 0 31W * *,     2026-05-01T00:00:00Z, 2026-05-29T00:00:00Z",
        "0 0 31W * *,     2026-06-01T00:00:00Z, 2026-07-31T00:00:00Z",
        "0 0 LW * *,      2026-05-01T00:00:00Z, 2026-05-29T00:00:00Z",
        "0 0 ? * 5L,      2026-11-01T00:00:00Z, 2026-11-27T00:00:00Z",
        "0 0 ? * fri#2,   2026-11-01T00:00:00Z, 2026-11-13T00:00:00Z",
        "0 0 13 * FRI,    2026-11-21T00:00:00Z, 2026-11-27T00:00:00Z",
        "0 0 22 * 1-7/2,  2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z",
        "@yearly,         2026-11-21T00:00:00Z, 2027-01-01T00:00:00Z",
        "@Weekly,         2026-11-21T00:00:00Z, 2026-11-22T00:00:00Z"
    })
    void finds_rare_and_special_days(String text, Instant after, Instant expected) {
        assertThat(Cron.parse(text).next(after, ZoneOffset.UTC)).contains(expected);
    }

    @Test
    void the_fire_is_strictly_later_and_the_previous_strictly_earlier() {
        Cron cron = Cron.parse("0 3 * * *");
        Instant three = Instant.parse("2026-11-21T03:00:00Z");
        assertThat(cron.next(three.minusNanos(1), ZoneOffset.UTC)).contains(three);
        assertThat(cron.next(three, ZoneOffset.UTC)).contains(three.plusSeconds(86_400));
        assertThat(cron.previous(three.plusNanos(1), ZoneOffset.UTC)).contains(three);
        assertThat(cron.previous(three, ZoneOffset.UTC)).contains(three.minusSeconds(86_400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "0 0 31 4,6,9,11 *", "* * * 31W 2 ?", "*/5 * 30 FEB ?"})
    void a_date_that_does_not_exist_never_fires(String text) {
        assertThat(Cron.parse(text).next(Instant.EPOCH, NEW_YORK)).isEmpty();
        assertThat(Cron.parse(text).previous(Instant.EPOCH, NEW_YORK)).isEmpty();
        assertThat(Cron.parse(text).next(Instant.EPOCH, NEW_YORK, 5)).isEmpty();
    }

    @Test
    void a_step_that_always_falls_into_the_gap_ends_its_search() {
        assertThat(Cron.parse("30 2/24 ? MAR SUN#2").next(Instant.parse("2026-01-01T00:00:00Z"), NEW_YORK))
                .isEmpty();
    }

    @Test
    void the_ends_of_time_are_no_trouble() {
        for (String text : List.of("0 3 * * *", "* * * * *", "0 0 29 2 *")) {
            Cron cron = Cron.parse(text);
            assertThat(cron.next(Instant.MAX, NEW_YORK)).isEmpty();
            assertThat(cron.previous(Instant.MIN, NEW_YORK)).isEmpty();
            assertThat(cron.next(Instant.MIN, NEW_YORK)).isPresent();
            assertThat(cron.previous(Instant.MAX, NEW_YORK)).isPresent();
        }
    }

    @Test
    void equal_by_text_with_single_spaces() {
        assertThat(Cron.parse(" 0  3\t* * SUN ")).isEqualTo(Cron.parse("0 3 * * SUN"));
        assertThat(Cron.parse("0 3 * * SUN")).hasSameHashCodeAs(Cron.parse("0 3 * * SUN"));
        assertThat(Cron.parse("0 3 * * 0")).isNotEqualTo(Cron.parse("0 3 * * SUN"));
    }

    @Test
    void sunday_is_zero_and_seven() {
        for (String sunday : List.of("0", "7", "sun", "0,7", "7-7", "0-0")) {
            assertThat(fires("0 0 * * " + sunday, "2026-11-21T00:00:00Z", ZoneOffset.UTC, 2))
                    .as(sunday)
                    .containsExactly("2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 0 * * 8      | day of week  | 8  | Field 5 (day of week): 8 is outside 0–7. Use 0–7 or SUN–SAT
                    0 0 0 * * 8    | day of week  | 10 | Field 6 (day of week): 8 is outside 0–7. Use 0–7 or SUN–SAT
                    0 0 * * MONDAY | day of week  | 8  | Field 5 (day of week): "MONDAY" is not a day of week. Use 0–7 or SUN–SAT
                    0 0 1 13 *     | month        | 6  | Field 4 (month): 13 is outside 1–12. Use 1–12 or JAN–DEC
                    5,60 * * * *   | minute       | 2  | Field 1 (minute): 60 is outside 0–59. Use 0–59
                    */90 * * * *   | minute       | 2  | Field 1 (minute): the step 90 is outside 1–60. Use 1–60, or an interval for longer times
                    */0 * * * *    | minute       | 2  | Field 1 (minute): the step 0 is outside 1–60. Use 1–60, or an interval for longer times
                    */- * * * *    | minute       | 2  | Field 1 (minute): the step "-" is not a number. Write */2, say
                    0 22-6 * * *   | hour         | 2  | Field 2 (hour): the range 22-6 runs backwards. Write 22-23,0-6
                    0 24 * * *     | hour         | 2  | Field 2 (hour): 24 is outside 0–23. Use 0–23
                    0 0 0 * *      | day of month | 4  | Field 3 (day of month): 0 is outside 1–31. Use 1–31
                    0 0 1- * *     | day of month | 6  | Field 3 (day of month): a value is missing. Use 1–31
                    0 0 W * *      | day of month | 4  | Field 3 (day of month): "W" is not a day. Use 1–31, L, L-3, LW or 15W
                    0 0 L-31 * *   | day of month | 6  | Field 3 (day of month): 31 days before the last is outside 0–30. Use 0–30
                    0 0 * * FRI#6  | day of week  | 12 | Field 5 (day of week): "6" is outside 1–5. Use FRI#1 to FRI#5
                    ? * * * *      | minute       | 0  | Field 1 (minute): ? belongs to the two day fields. Use *
                    1,,2 * * * *   | minute       | 2  | Field 1 (minute): the list has an empty entry. Write values between the commas
                    1 2 3          | expression   | 4  | The expression has 3 fields. Use five (minute hour day-of-month month day-of-week), or six with seconds first
                    0 0 0 ? * 1 26 | expression   | 12 | The expression has 7 fields. A year field, as Quartz has it, is not read: leave it out and give the schedule an end instead
                    @reboot        | expression   | 0  | "@reboot" is not known. Use @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly
                    @daily x       | expression   | 7  | "@daily" stands alone. Remove what follows it
                    """)
    void a_wrong_text_is_told_what_to_write(String text, String field, int position, String message) {
        assertThatThrownBy(() -> Cron.parse(text))
                .isInstanceOfSatisfying(CronSyntaxException.class, e -> {
                    assertThat(e.fieldName()).isEqualTo(field);
                    assertThat(e.position()).isEqualTo(position);
                })
                .hasMessage(message);
    }

    @Test
    void l_alone_as_a_weekday_is_refused_as_ambiguous() {
        assertThatThrownBy(() -> Cron.parse("0 0 * * L"))
                .isInstanceOf(CronSyntaxException.class)
                .hasMessageContaining("Write SATL for the last Saturday");
    }

    @Test
    void long_and_huge_texts_are_refused_in_short_words() {
        Stream.of(
                        "9".repeat(150) + " * * * *",
                        "0-" + "9".repeat(150) + " * * * *",
                        "*/" + "9".repeat(150) + " * * * *")
                .forEach(text -> assertThatThrownBy(() -> Cron.parse(text))
                        .isInstanceOf(CronSyntaxException.class)
                        .extracting(Throwable::getMessage)
                        .satisfies(message -> assertThat(message).hasSizeLessThan(150)));
        assertThatThrownBy(() -> Cron.parse("1,".repeat(300) + "1 * * * *"))
                .hasMessage("The expression has 609 characters. Use at most 200");
    }

    @Test
    void the_longest_text_lists_every_minute() {
        String minutes = IntStream.range(0, 60).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(Cron.parse(minutes + " * * * *").text()).startsWith("0,1,2").hasSizeLessThan(200);
        String longest = "* * * * *" + " ".repeat(191);
        assertThat(Cron.parse(longest).text()).isEqualTo("* * * * *");
        assertThatThrownBy(() -> Cron.parse(longest + " "))
                .hasMessage("The expression has 201 characters. Use at most 200");
    }

    @Test
    void garbage_is_refused_with_a_syntax_exception_and_nothing_else() {
        String alphabet = "0123456789*/-,?#LW@ SUNJA\t\u00e9\u0663";
        java.util.Random random = new java.util.Random(5);
        for (int i = 0; i < 20_000; i++) {
            String text = IntStream.range(0, 9 + random.nextInt(14))
                    .mapToObj(j -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))))
                    .reduce("", String::concat);
            try {
                Cron cron = Cron.parse(text);
                assertThat(cron.describe()).isNotEmpty();
                cron.next(Instant.EPOCH, NEW_YORK)
                        .ifPresent(fire -> assertThat(fire).isAfter(Instant.EPOCH));
            } catch (CronSyntaxException e) {
                assertThat(e.position()).isBetween(0, text.length());
            }
        }
    }

    @Test
    void asks_for_no_more_than_a_thousand_fires() {
        Cron cron = Cron.parse("* * * * *");
        assertThat(cron.next(Instant.EPOCH, NEW_YORK, 1000)).hasSize(1000);
        assertThat(cron.next(Instant.EPOCH, NEW_YORK, 0)).isEmpty();
        assertThatThrownBy(() -> cron.next(Instant.EPOCH, NEW_YORK, 1001))
                .hasMessage("1001 fires were asked for. Ask for 0 to 1000");
    }

    @Test
    void every_day_of_thirty_years_has_one_fire_in_a_zone_with_changes() {
        Cron cron = Cron.parse("30 2 * * *");
        Instant at = LocalDateTime.of(1999, 12, 31, 12, 0).atZone(NEW_YORK).toInstant();
        for (int day = 0; day < 30 * 365; day++) {
            Instant next = cron.next(at, NEW_YORK).orElseThrow();
            assertThat(next.atZone(NEW_YORK).toLocalDate())
                    .isEqualTo(at.atZone(NEW_YORK).toLocalDate().plusDays(1));
            at = next;
        }
    }

    private static List<String> fires(String text, String after, ZoneId zone, int n) {
        return Cron.parse(text).next(Instant.parse(after), zone, n).stream()
                .map(Instant::toString)
                .toList();
    }
}
