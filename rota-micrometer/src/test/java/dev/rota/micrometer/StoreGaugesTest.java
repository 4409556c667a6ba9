package dev.rota.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreGaugesTest {
    @TempDir
    Path directory;

    private Ground ground;

    @BeforeEach
    void open() {
        ground = new Ground(directory);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void a_schedule_is_overdue_once_its_grace_is_over_and_until_it_has_fired() {
        ground.rota
                .schedules()
                .put(Schedule.cron("hourly", "0 * * * *", ZoneOffset.UTC).runs(Ground.WORK));
        ground.test.runDue();
        ground.pass(Duration.ofMinutes(61));
        assertThat(ground.told().value("rota_schedules_overdue_max_seconds")).isZero();
        ground.pass(Duration.ofMinutes(1));
        assertThat(ground.told().value("rota_schedules_overdue_seconds", "schedule", "hourly"))
                .isEqualTo(120);
        assertThat(ground.told().value("rota_schedules_overdue_max_seconds")).isEqualTo(120);
        ground.test.runDue();
        assertThat(ground.told().value("rota_schedules_overdue_max_seconds")).isZero();
    }

    @Test
    void a_schedule_that_is_held_back_is_not_overdue() {
        ground.rota
                .schedules()
                .put(
                        Schedule.cron("paused", "0 * * * *", ZoneOffset.UTC).runs(Ground.WORK),
                        Schedule.cron("flagged", "0 * * * *", ZoneOffset.UTC)
                                .runs(Ground.WORK)
                                .flag("NIGHT"));
        ground.rota.schedules().pause("paused", "anna", null, null);
        ground.rota.schedules().setFlag("NIGHT", false, "anna");
        ground.pass(Duration.ofHours(2));
        assertThat(ground.told().named("rota_schedules_overdue_seconds")).isEmpty();
    }

    @Test
    void slots_of_a_queue_are_those_of_its_own_or_those_for_all_others() {
        ground.rota.job(Ground.WORK).queue("mail").enqueue();
        ground.rota.job(Ground.WORK).queue("reports").enqueue();
        double before = ground.told().value("rota_workers_slots");
        ground.worker(Map.of("mail", 2));
        assertThat(ground.told().value("rota_queues_slots", "queue", "mail")).isEqualTo(before + 2);
        assertThat(ground.told().value("rota_queues_slots", "queue", "reports")).isEqualTo(before);
        ground.worker(Map.of("*", 5, "mail", 1));
        assertThat(ground.told().value("rota_queues_slots", "queue", "mail")).isEqualTo(before + 3);
        assertThat(ground.told().value("rota_queues_slots", "queue", "reports")).isEqualTo(before + 5);
        assertThat(ground.told().value("rota_workers_slots")).isEqualTo(before + 8);
    }

    @Test
    void workers_that_are_silent_are_told_of_though_nobody_has_found_them_lost() {
        long worker = ground.worker(Map.of("*", 5));
        double active = ground.told().value("rota_workers_by_state", "state", "active");
        assertThat(active).isPositive();
        ground.pass(Duration.ofMinutes(2));
        assertThat(ground.told().value("rota_workers_silence_seconds")).isEqualTo(120);
        assertThat(ground.told().value("rota_workers_by_state", "state", "active"))
                .isEqualTo(active);
        ground.store.workers().heartbeat(worker);
        assertThat(ground.told().value("rota_workers_silence_seconds")).isZero();
    }
}
