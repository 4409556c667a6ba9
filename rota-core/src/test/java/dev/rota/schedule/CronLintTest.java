package dev.rota.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronLintTest {

    private static final Instant FROM = Instant.parse("2026-11-21T00:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 12 * * SUN",
                "*/15 * * * *",
                "0 8-18/2 * * MON-FRI",
                "0 9 ? * FRI#2",
                "@hourly",
                "0 12 1 */3 *",
                "5/15 * * * *"
            })
    void says_nothing_about_clear_expressions(String text) {
        assertThat(lints(text, "Europe/Riga")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 12 * * 6       | Weekday 6 is Saturday here; APScheduler 3 reads Sunday, Quartz reads Friday. Write SAT.
                    0 12 * * 1-5     | Weekdays 1–5 are Monday to Friday here; APScheduler 3 reads Tuesday to Saturday, Quartz reads Sunday to Thursday. Write MON-FRI.
                    0 12 * * 0       | Weekday 0 is Sunday here; APScheduler 3 reads Monday, Quartz has no day 0. Write SUN.
                    0 12 * * 5-7     | Weekdays 5–7 are Friday to Sunday here; APScheduler 3 has no day 7, Quartz reads Thursday to Saturday. Write FRI-SUN.
                    0 12 * * MON,5L  | Weekday 5 is Friday here; APScheduler 3 reads Saturday, Quartz reads Thursday. Write MON,FRIL.
                    0 12 * * 5#2     | Weekday 5 is Friday here; APScheduler 3 reads Saturday, Quartz reads Thursday. Write FRI#2.
                    """)
    void weekday_numbers_are_explained(String text, String message) {
        assertThat(lints(text, "UTC")).containsExactly(new Lint(Lint.NUMERIC_WEEKDAY, message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    */7 * * * *     | The minute step 7 does not divide 60: after 56 it starts again at 0, 4 minutes later. For an even distance use an interval.
                    0 */5 * * *     | The hour step 5 does not divide 24: after 20 it starts again at 0, 4 hours later. For an even distance use an interval.
                    0 9-17/3 * * *  | The hour steps by 3 from 9 and never reaches 17: its last value is 15.
                    0 12 */2 * *    | The day of month steps by 2 and starts again at day 1 in every month, so the last interval of a month is shorter or longer. For every 2 days use an interval.
                    0 12 * * */2    | The day of week step 2 does not divide 7: after SAT it starts again at SUN, 1 day later. For an even distance use an interval.
                    0 12 1 */5 *    | The month step 5 does not divide 12: after NOV it starts again at JAN, 2 months later. For an even distance use an interval.
                    """)
    void uneven_steps_are_explained(String text, String message) {
        assertThat(lints(text, "UTC")).containsExactly(new Lint(Lint.UNEVEN_STEP, message));
    }

    @Test
    void both_day_fields_match_either() {
        assertThat(lints("0 12 13 * FRI", "UTC")).singleElement().satisfies(lint -> {
            assertThat(lint.code()).isEqualTo(Lint.BOTH_DAY_FIELDS);
            assertThat(lint.message()).startsWith("Day of month \"13\" and day of week \"FRI\" are both set");
        });
    }

    @Test
    void a_date_that_does_not_exist_never_fires() {
        assertThat(lints("0 12 30 2 *", "UTC"))
                .containsExactly(new Lint(
                        Lint.NEVER_FIRES,
                        "Never fires: no month has a day that matches day of month \"30\", month \"2\", day of week"
                                + " \"*\". Choose a date that exists."));
    }

    @Test
    void a_time_that_is_always_in_the_gap_never_fires() {
        assertThat(lints("30 2/24 ? MAR SUN#2", "America/New_York"))
                .extracting(Lint::code)
                .containsExactly(Lint.NEVER_FIRES, Lint.CLOCK_GAP);
    }

    @Test
    void six_fields_are_named_and_converted_when_seconds_are_zero() {
        assertThat(lints("0 0 12 * * MON", "UTC"))
                .containsExactly(new Lint(
                        Lint.SIX_FIELDS,
                        "Six fields: the first is the second, as in Spring and Quartz. Without seconds it is"
                                + " \"0 12 * * MON\"."));
        assertThat(lints("30 0 12 * * 1", "UTC"))
                .contains(new Lint(
                        Lint.SIX_FIELDS,
                        "Six fields: the first is the second, as in Spring and Quartz. In Quartz weekday 1 is Sunday,"
                                + " here it is Monday: write names."));
    }

    @Test
    void more_than_once_a_minute_is_counted() {
        assertThat(lints("*/10 * * * * *", "UTC"))
                .extracting(Lint::code)
                .containsExactly(Lint.SUB_MINUTE, Lint.SIX_FIELDS);
        assertThat(lints("*/10 * * * * *", "UTC").get(0).message()).startsWith("Fires 6 times in each matching minute");
    }

    @Test
    void clock_changes_of_the_coming_year_are_named() {
        assertThat(lints("30 3 * * *", "Europe/Riga"))
                .extracting(Lint::message)
                .containsExactly(
                        "Sun 28 Mar 2027 03:30 does not exist in Europe/Riga: fires 04:00.",
                        "Sun 31 Oct 2027 03:30 happens twice in Europe/Riga: fires once, the first time.");
        assertThat(lints("*/30 3 * * *", "Europe/Riga"))
                .extracting(Lint::code)
                .containsExactly(Lint.CLOCK_GAP, Lint.CLOCK_OVERLAP);
    }

    @Test
    void weekdays_that_never_meet_a_change_are_not_warned_of() {
        assertThat(lints("30 3 * * MON", "Europe/Riga")).isEmpty();
    }

    private static List<Lint> lints(String text, String zone) {
        return CronLint.check(Cron.parse(text), ZoneId.of(zone), FROM);
    }
}
