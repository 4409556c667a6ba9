package dev.rota.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.event.RotaEvent;
import dev.rota.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the dashboard for Grafana and the rules for Prometheus ask for what Rota tells. */
final class MonitoringTest {
    private static final Path MONITORING = Path.of("..", "docs", "monitoring");
    private static final Pattern ASKED = Pattern.compile("(?<!\\w)(rota_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern CHOICE = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");
    private static final Pattern SUMMED = Pattern.compile("by \\(([\\w, ]+)\\) \\((?:\\w+\\()?(rota_\\w+)");

    /** SQLite does not say how much of its file a table takes. */
    private static final String ONLY_POSTGRESQL = "rota_table_size_bytes";

    @TempDir
    Path directory;

    private Ground ground;
    private Told told;

    @BeforeEach
    void let_everything_happen_once() {
        ground = new Ground(directory);
        ground.failures.set(3);
        ground.rota
                .schedules()
                .put(Schedule.cron("hourly", "0 * * * *", ZoneOffset.UTC).runs(Ground.WORK));
        ground.rota.enqueue(Ground.WORK);
        ground.test.runDue();
        ground.pass(Duration.ofHours(1));
        ground.test.runDue();
        ground.pass(Duration.ofHours(2));
        ground.worker(Map.of("*", 5));
        ground.metrics.on(new RotaEvent.Rescued(1, "work", "default", 1, 1, false));
        ground.metrics.on(new RotaEvent.StoreFailed("exchange", new IllegalStateException(), Duration.ZERO));
        told = ground.told();
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private static String text(String file) throws IOException {
        return Files.readString(MONITORING.resolve(file)).replace("\\\"", "\"");
    }

    private Set<String> labels(String name) {
        return told.named(name).stream()
                .flatMap(series -> series.labels().keySet().stream())
                .collect(Collectors.toSet());
    }

    private Set<String> unknownNames(String text) {
        Set<String> asked = new TreeSet<>();
        Matcher matcher = ASKED.matcher(text);
        while (matcher.find()) {
            asked.add(matcher.group(1));
        }
        assertThat(asked).hasSizeGreaterThan(7);
        asked.removeIf(name -> name.equals(ONLY_POSTGRESQL) || !told.named(name).isEmpty());
        return asked;
    }

    /** What series are chosen by, and summed by, that they do not have. */
    private Set<String> unknownLabels(String text) {
        Set<String> unknown = new TreeSet<>();
        Matcher asked = ASKED.matcher(text);
        while (asked.find()) {
            String name = asked.group(1);
            Matcher choice = CHOICE.matcher(asked.group(2) == null ? "" : asked.group(2));
            while (choice.find()) {
                String label = choice.group(1);
                Arrays.stream(choice.group(2).split("\\|"))
                        .filter(value -> told.named(name).stream()
                                .noneMatch(
                                        series -> value.equals(series.labels().get(label))))
                        .forEach(value -> unknown.add(name + "{" + label + "=" + value + "}"));
            }
        }
        Matcher summed = SUMMED.matcher(text);
        while (summed.find()) {
            String name = summed.group(2);
            Arrays.stream(summed.group(1).split(", "))
                    .filter(label ->
                            !name.equals(ONLY_POSTGRESQL) && !labels(name).contains(label))
                    .forEach(label -> unknown.add(name + " by " + label));
        }
        return unknown;
    }

    @Test
    void every_series_and_label_that_the_dashboard_asks_for_is_told() throws IOException {
        assertThat(unknownNames(text("rota-dashboard.json"))).isEmpty();
        assertThat(unknownLabels(text("rota-dashboard.json"))).isEmpty();
    }

    @Test
    void every_series_and_label_that_the_rules_ask_for_is_told() throws IOException {
        assertThat(unknownNames(text("rota-alerts.yml"))).isEmpty();
        assertThat(unknownLabels(text("rota-alerts.yml"))).isEmpty();
    }

    @Test
    void the_rules_are_tried_on_series_that_are_told() throws IOException {
        String tries = text("rota-alerts-test.yml");
        assertThat(unknownNames(tries)).isEmpty();
        for (String alert : List.of(
                "RotaJobsWaitTooLong",
                "RotaQueueWithoutWorkers",
                "RotaNoWorkers",
                "RotaAttemptsFail",
                "RotaScheduleLate",
                "RotaNothingStarts",
                "RotaNothingFinishes",
                "RotaWorkerLost")) {
            assertThat(tries).contains("alertname: " + alert);
            assertThat(text("rota-alerts.yml")).contains("alert: " + alert + "\n");
        }
    }
}
