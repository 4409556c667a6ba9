package dev.rota.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.event.RotaEvent;
import dev.rota.job.Progress;
import dev.rota.schedule.Fire;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RotaMetricsTest {
    private final RotaMetrics metrics = new RotaMetrics();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private void run(long id, Duration waited, Duration ran) {
        metrics.on(new RotaEvent.Started(id, "note", "default", 1, 1, waited));
        metrics.on(new RotaEvent.Succeeded(id, "note", "default", 1, ran, Progress.NONE));
    }

    @Test
    void waits_and_run_times_are_counted_in_buckets_that_quantiles_are_read_from() {
        metrics.bindTo(registry);
        for (int i = 0; i < 19; i++) {
            run(i, Duration.ofMillis(3), Duration.ofMillis(80));
        }
        run(19, Duration.ofSeconds(20), Duration.ofMinutes(2));
        Told told = Told.by(registry);
        assertThat(told.value("rota_jobs_wait_seconds_bucket", "le", "0.005")).isEqualTo(19);
        assertThat(told.value("rota_jobs_wait_seconds_bucket", "le", "30.0")).isEqualTo(20);
        assertThat(told.value("rota_jobs_run_seconds_bucket", "le", "0.05")).isZero();
        assertThat(told.value("rota_jobs_run_seconds_bucket", "le", "0.1")).isEqualTo(19);
        assertThat(told.value("rota_jobs_run_seconds_bucket", "le", "+Inf")).isEqualTo(20);
    }

    @Test
    void counters_that_alerts_watch_begin_at_zero_so_that_the_first_event_is_seen_to_grow() {
        metrics.bindTo(registry);
        assertThat(Told.by(registry).value("rota_workers_lost_total")).isZero();
        metrics.on(new RotaEvent.Started(1, "note", "default", 1, 1, Duration.ZERO));
        assertThat(Told.by(registry).value("rota_jobs_outcomes_total", "type", "note", "outcome", "failed"))
                .isZero();
        Instant due = Instant.EPOCH;
        metrics.on(new RotaEvent.Fired(new Fire("nightly", due, due.plusSeconds(2), Fire.Outcome.RUNNING, 1L, null)));
        assertThat(Told.by(registry).value("rota_schedules_fires_total", "outcome", "missed"))
                .isZero();
    }

    @Test
    void a_registry_that_comes_later_begins_with_what_is_known() {
        metrics.on(new RotaEvent.Started(1, "note", "default", 1, 1, Duration.ZERO));
        metrics.bindTo(registry);
        assertThat(Told.by(registry).value("rota_jobs_running", "type", "note")).isEqualTo(1);
        metrics.on(new RotaEvent.WorkerLost(1, List.of(1L)));
        assertThat(Told.by(registry).value("rota_workers_lost_total")).isEqualTo(1);
    }
}
