package dev.rota.systems.audiobooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.schedule.Cron;
import dev.rota.systems.audiobooks.task.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void what_is_not_set_is_as_the_source_has_it() {
        AudiobookSettings settings = read(Map.of());

        assertThat(settings.scheduler().enabled()).isTrue();
        assertThat(settings.retentionDays()).isEqualTo(30);
        assertThat(settings.scheduler().crons())
                .containsEntry(TaskName.CATALOG, "0 2 * * *")
                .containsEntry(TaskName.TOP10, "0 3 * * SUN")
                .containsEntry(TaskName.METADATA_FULL, "0 4 1 * *")
                .containsEntry(TaskName.METADATA_NEW, "30 4 * * SUN")
                .containsEntry(TaskName.SERIES, "0 3 2 * *")
                .containsEntry(TaskName.AUTHOR, "0 3 3 * *")
                .containsEntry(TaskName.CLEANUP, "0 1 * * *");
        assertThat(settings.scheduler().flags().values()).containsOnly(true).hasSize(5);
        assertThat(settings.sources().internet()).isFalse();
    }

    @Test
    void old_names_count_and_new_ones_come_first() {
        AudiobookSettings old = read(Map.of("TASK_MAM_TIME", "15 2 * * *", "ENABLE_MAM_SCRAPING", "False"));
        AudiobookSettings both = read(Map.of("TASK_MAM_TIME", "15 2 * * *", "TASK_CATALOG_TIME", "45 2 * * *"));

        assertThat(old.scheduler().crons()).containsEntry(TaskName.CATALOG, "15 2 * * *");
        assertThat(old.scheduler().flags()).containsEntry("ENABLE_CATALOG_CRAWL", false);
        assertThat(both.scheduler().crons()).containsEntry(TaskName.CATALOG, "45 2 * * *");
    }

    @Test
    void a_weekday_as_a_number_is_refused_unless_it_is_said_whose_it_is() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("TASK_TOP10_TIME", "0 3 * * 6")))
                .withMessageContaining("expected weekdays by name such as SUN, found \"6\"")
                .withMessageContaining("apscheduler3");

        AudiobookSettings told =
                read(Map.of("TASK_TOP10_TIME", "0 3 * * 6", "audiobooks.cron-dialect", "apscheduler3"));
        assertThat(told.scheduler().crons()).containsEntry(TaskName.TOP10, "0 3 * * SUN");
    }

    @ParameterizedTest
    @CsvSource({"0, MON", "'0,6', 'MON,SUN'", "0-4, MON-FRI", "*/2, */2", "sun, sun", "5#2, SAT#2"})
    void apscheduler_counts_from_monday(String theirs, String ours) {
        assertThat(WeekdayDialect.APSCHEDULER3.read("0 3 * * " + theirs)).isEqualTo("0 3 * * " + ours);
    }

    @Test
    void wrong_settings_are_named_with_what_was_expected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("HISTORY_RETENTION_DAYS", "0")))
                .withMessageContaining("HISTORY_RETENTION_DAYS: expected a whole number from 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("SCHEDULER_JOB_STORE", "redis")))
                .withMessageContaining("expected sqlite or postgres, found \"redis\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("ENABLE_TOP10_DISCOVERY", "maybe")))
                .withMessageContaining("ENABLE_TOP10_DISCOVERY: expected true or false");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("TASK_SERIES_TIME", "0 99 2 * *")))
                .withMessageContaining("hour");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of("audiobooks.sources", "internet")))
                .withMessageContaining("audiobooks.contact");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(Map.of(
                        "audiobooks.sources", "internet",
                        "audiobooks.contact", "mailto:me@example.test",
                        "audiobooks.min-interval", "500ms")))
                .withMessageContaining("expected 1s or longer");
    }

    @Test
    void sqlalchemy_named_a_library_and_means_whatever_database_there_is() {
        assertThat(read(Map.of("SCHEDULER_JOB_STORE", "sqlalchemy")).scheduler().store())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "METADATA_FULL, METADATA_NEW, 2026-11-01, PT30M",
        "METADATA_FULL, METADATA_NEW, 2027-08-01, PT30M",
        "TOP10, SERIES, 2026-08-02, PT0S",
        "TOP10, SERIES, 2027-05-02, PT0S",
        "TOP10, AUTHOR, 2027-01-03, PT0S",
        "TOP10, AUTHOR, 2027-10-03, PT0S"
    })
    void tasks_that_meet_on_a_day_are_due_on_it(TaskName one, TaskName other, LocalDate day, Duration apart) {
        Instant midnight = day.atStartOfDay(NEW_YORK).toInstant();
        Instant first = Cron.parse(one.defaultCron()).next(midnight, NEW_YORK).orElseThrow();
        Instant second =
                Cron.parse(other.defaultCron()).next(midnight, NEW_YORK).orElseThrow();

        assertThat(first.atZone(NEW_YORK).toLocalDate()).isEqualTo(day);
        assertThat(Duration.between(first, second)).isEqualTo(apart);
    }

    @Test
    void in_spring_the_crawl_and_the_top_ten_are_due_at_the_same_instant() {
        Instant before = LocalDateTime.of(2026, 3, 8, 1, 0).atZone(NEW_YORK).toInstant();

        assertThat(Cron.parse(TaskName.CATALOG.defaultCron()).next(before, NEW_YORK))
                .contains(Instant.parse("2026-03-08T07:00:00Z"))
                .isEqualTo(Cron.parse(TaskName.TOP10.defaultCron()).next(before, NEW_YORK));
    }

    @Test
    void tasks_are_found_by_their_old_names() {
        assertThat(TaskName.find("MAM")).contains(TaskName.CATALOG);
        assertThat(TaskName.find("mam_scraping_task")).contains(TaskName.CATALOG);
        assertThat(TaskName.find("cleanup_old_tasks")).contains(TaskName.CLEANUP);
        assertThat(TaskName.find("metadata-full")).contains(TaskName.METADATA_FULL);
        assertThat(TaskName.find("nothing")).isEmpty();
    }

    private static AudiobookSettings read(Map<String, String> properties) {
        return new SettingsReader(properties::get).read();
    }
}
