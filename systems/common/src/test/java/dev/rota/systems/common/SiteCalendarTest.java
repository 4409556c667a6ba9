package dev.rota.systems.common;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SiteCalendarTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final List<OpeningHours> WEDNESDAY_AND_THURSDAY = List.of(
            hours(WEDNESDAY, "09:30", "12:30"), hours(WEDNESDAY, "13:00", "17:00"), hours(THURSDAY, "10:00", "17:00"));

    private final SiteCalendar calendar = calendar();

    @Test
    void a_due_date_on_a_closed_day_moves_to_the_next_open_one() {
        assertThat(calendar.nextOpenDay(LocalDate.parse("2026-03-20"))).isEqualTo("2026-03-25");
        assertThat(calendar.nextOpenDay(LocalDate.parse("2026-03-25"))).isEqualTo("2026-03-25");
    }

    @Test
    void a_closure_closes_open_days_from_its_first_to_its_last() {
        SiteCalendar closed =
                calendar(new Closure(LocalDate.parse("2026-03-25"), LocalDate.parse("2026-04-01"), "Roof"));

        assertThat(closed.nextOpenDay(LocalDate.parse("2026-03-20"))).isEqualTo("2026-04-02");
        assertThat(closed.isOpen(LocalDate.parse("2026-03-26"))).isFalse();
    }

    @Test
    void the_end_of_an_open_day_is_local_midnight_also_when_the_clocks_change() {
        SiteCalendar sundays =
                new SiteCalendar("main", NEW_YORK, List.of(hours(DayOfWeek.SUNDAY, "08:00", "20:00")), List.of());

        assertThat(sundays.endOfNextOpenDay(LocalDate.parse("2026-03-05"))).isEqualTo("2026-03-09T04:00:00Z");
        assertThat(sundays.endOfNextOpenDay(LocalDate.parse("2026-11-01"))).isEqualTo("2026-11-02T05:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-25T13:29:59Z, false",
        "2026-03-25T13:30:00Z, true",
        "2026-03-25T16:30:00Z, false",
        "2026-03-25T17:00:00Z, true",
        "2026-03-25T21:00:00Z, false",
        "2026-03-24T15:00:00Z, false"
    })
    void a_lunch_break_is_closed_to_the_second(Instant instant, boolean open) {
        assertThat(calendar.isOpen(instant)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-18, 2026-03-19, 1",
        "2026-03-18, 2026-03-18, 0",
        "2026-03-18, 2026-03-17, 0",
        "2026-03-20, 2026-03-24, 0",
        "2026-03-11, 2026-03-25, 4"
    })
    void open_days_are_counted_after_the_first_and_up_to_the_last(LocalDate after, LocalDate until, long days) {
        assertThat(calendar.openDaysBetween(after, until)).isEqualTo(days);
    }

    @Test
    void a_site_that_never_opens_is_reported_instead_of_searched_for_ever() {
        SiteCalendar never = new SiteCalendar("main", NEW_YORK, List.of(), List.of());

        assertThatIllegalStateException()
                .isThrownBy(() -> never.nextOpenDay(LocalDate.parse("2026-03-20")))
                .withMessageContaining("Site main: expected an open day within 732 days from 2026-03-20, found none");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void hours_and_closures_come_back_as_stored(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            SiteCalendars stored = new SiteCalendars(fresh.jdbc());
            stored.setHours("main", List.of(hours(MONDAY, "08:00", "20:00")));
            stored.setHours("main", WEDNESDAY_AND_THURSDAY);
            stored.setHours("other", List.of(hours(TUESDAY, "08:00", "20:00")));
            stored.close(
                    "main", new Closure(LocalDate.parse("2026-03-26"), LocalDate.parse("2026-03-26"), "Stock-taking"));

            SiteCalendar main = stored.calendar("main", NEW_YORK);

            LocalDate wednesday = LocalDate.parse("2026-03-25");
            assertThat(main.hours(wednesday)).isEqualTo(calendar.hours(wednesday));
            assertThat(main.isOpen(LocalDate.parse("2026-03-26"))).isFalse();
            assertThat(main.isOpen(LocalDate.parse("2026-03-24"))).isFalse();
            assertThat(main.nextOpenDay(LocalDate.parse("2026-03-26"))).isEqualTo("2026-04-01");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void overlapping_spans_are_refused_and_the_old_hours_stay(TestDatabase database) {
        try (FreshDatabase fresh = database.open(SystemSchema.COMMON)) {
            SiteCalendars stored = new SiteCalendars(fresh.jdbc());
            stored.setHours("main", WEDNESDAY_AND_THURSDAY);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> stored.setHours(
                            "main", List.of(hours(MONDAY, "08:00", "12:00"), hours(MONDAY, "11:59", "18:00"))))
                    .withMessage("Opening hours of MONDAY: expected spans that do not overlap, found 08:00 to 12:00 and"
                            + " 11:59 to 18:00");
            assertThat(fresh.count("core_calendar_hours where site_id = 'main'"))
                    .isEqualTo(3);
        }
    }

    @Test
    void hours_and_closures_that_end_before_they_begin_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hours(MONDAY, "20:00", "08:00"))
                .withMessageContaining("expected to open before closing, found 20:00 to 08:00");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Closure(LocalDate.parse("2026-03-02"), LocalDate.parse("2026-03-01"), ""))
                .withMessageContaining("expected an end on or after the start");
    }

    private static SiteCalendar calendar(Closure... closures) {
        return new SiteCalendar("main", NEW_YORK, WEDNESDAY_AND_THURSDAY, List.of(closures));
    }

    private static OpeningHours hours(DayOfWeek day, String opens, String closes) {
        return new OpeningHours(day, LocalTime.parse(opens), LocalTime.parse(closes));
    }
}
