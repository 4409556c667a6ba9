package dev.rota.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.schedule.Cron;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Times of day on days of the week become cron expressions, and come back from them. */
final class AtTimesTest {
    private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);

    @Test
    void times_and_days_are_written_as_cron() {
        assertThat(AtTimes.parse("9:00", Set.of()).cron()).isEqualTo("0 9 * * *");
        assertThat(AtTimes.parse("09:05;23:05 0:05", ALL).cron()).isEqualTo("5 0,9,23 * * *");
        assertThat(AtTimes.parse("7:30", EnumSet.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY))
                        .cron())
                .isEqualTo("30 7 * * MON,SUN");
    }

    @Test
    void what_it_writes_it_reads_and_cron_understands() {
        for (Set<DayOfWeek> days :
                List.of(ALL, EnumSet.of(DayOfWeek.WEDNESDAY), EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))) {
            AtTimes times = AtTimes.parse("06:15, 18:15", days);
            assertThat(AtTimes.of(times.cron())).contains(times);
            assertThat(Cron.parse(times.cron()).describe()).contains("06:15");
            assertThat(times.text()).isEqualTo("06:15, 18:15");
        }
        assertThat(AtTimes.of("0 9 * * MON-FRI").orElseThrow().days())
                .isEqualTo(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
    }

    @Test
    void what_says_more_stays_cron() {
        for (String cron : List.of(
                "*/5 * * * *",
                "0 9 1 * *",
                "0 9 * * 6",
                "0 0 9 * * *",
                "61 9 * * *",
                "0 24 * * *",
                "0 9 * * MON#1",
                "0 9 * * FRI-MON",
                "0 9 * * XYZ",
                "@daily",
                "0 9-17 * * *",
                "0 9 * JAN *")) {
            assertThat(AtTimes.of(cron)).as(cron).isEmpty();
        }
    }

    @Test
    void what_is_no_time_or_no_one_schedule_is_refused() {
        for (String text : List.of("", "9", "24:00", "9:60", "nine", "09:00 09:30")) {
            assertThatThrownBy(() -> AtTimes.parse(text, ALL)).as(text).isInstanceOf(Problem.class);
        }
    }
}
