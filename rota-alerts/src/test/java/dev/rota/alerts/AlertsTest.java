package dev.rota.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rota.job.JobState;
import dev.rota.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlertsTest {
    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private Ground ground;

    @AfterEach
    void close() {
        ground.close();
    }

    private Alerts open(AlertSettings settings) {
        ground = new Ground(directory, settings);
        return new Alerts(ground.rota, settings);
    }

    /** A job that no worker takes: the one thing that is the matter. */
    private void strand() {
        ground.rota.job(Ground.WORK).queue("empty").enqueue();
        // The worker of the test is alive, and takes from every queue.
        ground.store.workers().list().forEach(worker -> ground.store.workers().drain(worker.id(), true));
        pass(Duration.ofMinutes(2));
    }

    private void pass(Duration time) {
        ground.test.sleepUntil(ground.test.clock().instant().plus(time));
    }

    private int messages() {
        return ground.test.jobs(AlertSender.NAME).size();
    }

    private void look(Alerts alerts) {
        pass(Ground.INTERVAL);
        alerts.look();
    }

    @Test
    void a_condition_becomes_one_mail_delivered_by_a_job() {
        Alerts alerts = open(Ground.mail().link(java.net.URI.create("https://rota.example.org/rota/")));
        strand();
        look(alerts);
        look(alerts);
        assertThat(messages()).isEqualTo(1);
        ground.store.workers().list().forEach(worker -> ground.store.workers().drain(worker.id(), false));
        ground.test.runDue();
        assertThat(ground.mails).hasSize(1);
        assertThat(ground.mails.get(0)).startsWith("""
                        ops@example.org: [Rota] Queue without workers: empty
                        Queue without workers: empty
                          1 waiting, and no worker takes from this queue
                          since Fri 20 Nov 2026 12:00:00 UTC
                          https://rota.example.org/rota/jobs?state=queued&queue=empty

                        Written at Fri""");
    }

    @Test
    void looks_once_in_an_interval_whoever_asks() {
        Alerts alerts = open(Ground.mail());
        alerts.look();
        strandNow();
        alerts.look();
        assertThat(messages()).isZero();
        look(alerts);
        assertThat(messages()).isEqualTo(1);
    }

    /** As {@link #strand}, without time passing. */
    private void strandNow() {
        ground.rota
                .job(Ground.WORK)
                .queue("empty")
                .at(Instant.parse("2026-11-20T11:00:00Z"))
                .enqueue();
    }

    @Test
    void many_processes_tell_once() throws Exception {
        Alerts one = open(Ground.mail());
        List<Alerts> all = new ArrayList<>(List.of(one));
        for (int i = 0; i < 3; i++) {
            all.add(new Alerts(ground.rota, ground.settings));
        }
        strandNow();
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            for (int round = 0; round < 20; round++) {
                pass(Ground.INTERVAL);
                CyclicBarrier together = new CyclicBarrier(all.size());
                List<Future<?>> looks = new ArrayList<>();
                for (Alerts alerts : all) {
                    looks.add(threads.submit(() -> {
                        together.await();
                        lookAgain(alerts);
                        return null;
                    }));
                }
                for (Future<?> look : looks) {
                    look.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(messages()).isEqualTo(1);
    }

    /** A busy store is asked again, as the next look would. */
    private static void lookAgain(Alerts alerts) {
        for (int i = 0; i < 20; i++) {
            try {
                alerts.look();
                return;
            } catch (StoreException e) {
                if (!e.isWorthRetrying()) {
                    throw e;
                }
            }
        }
    }

    @Test
    void what_was_told_is_known_after_a_restart() {
        Alerts alerts = open(Ground.mail());
        strandNow();
        look(alerts);
        look(new Alerts(ground.rota, ground.settings));
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void a_message_is_not_lost_and_not_doubled_by_a_death_before_it_became_a_job() {
        open(Ground.mail());
        AlertMessage message = new AlertMessage(
                "m-1",
                "ops",
                ground.store.now(),
                List.of(new AlertItem(
                        AlertItem.Event.RAISED, "worker.lost", "1", "press 1", "is lost", ground.store.now(), null)),
                0);
        Book book = new Book(ground.store.now(), List.of(), List.of(message), List.of());
        String value = ground.rota.codec().encode(book);
        ground.store.console().settings().put("alerts.channel.ops", value, 0, "rota");
        new Alerts(ground.rota, ground.settings).look();
        assertThat(messages()).isEqualTo(1);
        // It died once more, after the job was made.
        long version = ground.store
                .console()
                .settings()
                .find("alerts.channel.ops")
                .orElseThrow()
                .version();
        ground.store.console().settings().put("alerts.channel.ops", value, version, "rota");
        new Alerts(ground.rota, ground.settings).look();
        assertThat(messages()).isEqualTo(1);
        ground.test.runDue();
        assertThat(ground.mails).hasSize(1);
    }

    @Test
    void what_a_newer_or_broken_program_wrote_does_not_stop_it() {
        Alerts alerts = open(Ground.mail());
        ground.store.console().settings().put("alerts.channel.ops", "{\"pages\":3}", 0, "rota");
        strandNow();
        look(alerts);
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void quiet_times_are_told_about_afterwards_in_one_message() {
        ZoneId riga = ZoneId.of("Europe/Riga");
        AlertSettings settings = AlertSettings.DEFAULTS.channel(
                Channel.mail("ops", "ops@example.org").quiet(QuietTime.parse("14:00-15:00", riga)));
        Alerts alerts = open(settings);
        strandNow();
        look(alerts);
        ground.rota
                .job(Ground.WORK)
                .queue("other")
                .at(Instant.parse("2026-11-20T11:00:00Z"))
                .enqueue();
        look(alerts);
        assertThat(messages()).isZero();
        assertThat(alerts.channels().get(0).quietUntil()).isEqualTo("2026-11-20T13:00:00Z");
        pass(Duration.ofHours(1));
        alerts.look();
        assertThat(messages()).isEqualTo(1);
        assertThat(alerts.deliveries(10).get(0).titles())
                .containsExactlyInAnyOrder("Queue without workers: empty", "Queue without workers: other");
    }

    @Test
    void a_channel_that_is_off_is_told_when_it_is_on_again() {
        Alerts alerts = open(Ground.mail());
        assertThat(alerts.turn("ops", false, "anna")).isTrue();
        assertThat(alerts.turn("nobody", false, "anna")).isFalse();
        strandNow();
        look(alerts);
        assertThat(messages()).isZero();
        assertThat(alerts.channels().get(0).on()).isFalse();
        alerts.turn("ops", true, "anna");
        look(alerts);
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void a_kind_that_is_off_is_not_told() {
        Alerts alerts = open(Ground.mail());
        alerts.turn(AlertKind.QUEUE_UNWORKED, false, "anna");
        strandNow();
        look(alerts);
        assertThat(messages()).isZero();
        assertThat(alerts.kinds())
                .filteredOn(state -> !state.on())
                .extracting(KindState::kind)
                .containsExactly(AlertKind.QUEUE_UNWORKED);
    }

    @Test
    void a_channel_is_told_what_it_takes() {
        Alerts alerts = open(AlertSettings.DEFAULTS
                .channel(Channel.mail("late", "a@example.org").only(AlertKind.SCHEDULE_LATE))
                .channel(Channel.mail("all", "b@example.org")));
        strandNow();
        look(alerts);
        assertThat(alerts.deliveries(10)).extracting(Delivery::channel).containsExactly("all");
    }

    @Test
    void a_test_is_sent_though_the_channel_is_off() {
        Alerts alerts = open(Ground.mail());
        alerts.turn("ops", false, "anna");
        assertThat(alerts.test("nobody", "anna")).isEmpty();
        long job = alerts.test("ops", "anna").orElseThrow();
        ground.test.runDue();
        ground.test.assertThatJob(job).hasState(JobState.SUCCEEDED);
        assertThat(ground.mails).hasSize(1);
        assertThat(ground.mails.get(0))
                .startsWith("ops@example.org: [Rota] Test of channel ops\n")
                .contains("anna tries it out");
        assertThat(alerts.deliveries(10)).extracting(Delivery::titles).containsExactly(List.of("Test of channel ops"));
    }

    @Test
    void a_thread_of_its_own_looks_and_ends_with_it() {
        AlertSettings settings = Ground.mail().interval(Duration.ofSeconds(1));
        Alerts alerts = open(settings);
        strandNow();
        alerts.start();
        alerts.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> messages() == 1);
        alerts.close();
        // Its work has ended then, the thread itself a moment later.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("rota-alerts")));
    }
}
