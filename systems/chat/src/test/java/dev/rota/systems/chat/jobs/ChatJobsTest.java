package dev.rota.systems.chat.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobState;
import dev.rota.schedule.Schedule;
import dev.rota.systems.chat.ChatFixture;
import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.ConversationRule;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.chat.duty.RunStatus;
import dev.rota.systems.chat.jobs.ChatSchedules.Entry;
import dev.rota.systems.chat.jobs.HousekeepingDesk.Answer;
import dev.rota.systems.common.JobWait;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.testing.RotaTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChatJobsTest {
    private static final ZoneId NEW_YORK = ChatSettings.DEFAULTS.zone();

    private final TestDatabase database;
    private ChatFixture chat;
    private Housekeeping housekeeping;

    ChatJobsTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        chat = ChatFixture.handMade(database);
        housekeeping = chat.housekeeping(ChatSettings.DEFAULTS.with(ConversationRule.TO_THE_LETTER));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void schedules_are_due_when_the_chat_says() {
        try (RotaTest test = at("2025-12-16T04:00:00Z", ZoneOffset.UTC)) {
            List<Entry> entries = new ChatSchedules(test.rota()).on();

            assertThat(entries)
                    .extracting(Entry::id)
                    .containsExactly("daily_housekeeping", "weekly_cleanup", "statistics_generation");
            assertThat(entries)
                    .extracting(entry -> Objects.requireNonNull(entry.nextRun()).toInstant())
                    .containsExactly(
                            Instant.parse("2025-12-17T02:00:00Z"),
                            Instant.parse("2025-12-21T03:00:00Z"),
                            Instant.parse("2025-12-16T10:00:00Z"));
            assertThat(entries)
                    .extracting(Entry::trigger)
                    .containsExactly(
                            "cron[hour='2', minute='0']",
                            "cron[day_of_week='sun', hour='3', minute='0']",
                            "interval[0:06:00:00]");
        }
    }

    @Test
    void the_test_schedule_is_there_and_off_until_somebody_turns_it_on() {
        try (RotaTest test = at("2025-12-16T04:00:00Z", ZoneOffset.UTC)) {
            Entry entry = new ChatSchedules(test.rota()).all().get(3);
            assertThat(entry.id()).isEqualTo("test_housekeeping");
            assertThat(entry.on()).isFalse();

            test.advance(Duration.ofMinutes(10));
            assertThat(runs()).isEmpty();

            test.rota().schedules().setFlag(ChatJobs.TEST_FLAG, true, "somebody");
            test.advance(Duration.ofMinutes(10));
            assertThat(runs()).extracting(HousekeepingRun::source).containsExactly(RunSource.TEST, RunSource.TEST);
            assertThat(new ChatSchedules(test.rota()).on()).hasSize(4);
        }
    }

    @Test
    void the_daily_housekeeping_does_everything_and_the_weekly_one_finds_nothing_left() {
        try (RotaTest test = at("2026-03-22T05:59:00Z", NEW_YORK)) {
            test.advanceTo(Instant.parse("2026-03-22T07:00:00Z"));

            List<HousekeepingRun> runs = runs();
            assertThat(runs).extracting(HousekeepingRun::source).containsExactly(RunSource.WEEKLY, RunSource.DAILY);
            assertThat(runs.get(1).result().deletedConversations()).isEqualTo(3);
            assertThat(runs.get(1).result().cleanedMessages()).isEqualTo(2);
            assertThat(runs.get(1).result().deletedUsers()).isEqualTo(1);
            assertThat(runs.get(0).result().deletedConversations())
                    .as("conversation 2, exactly 30 days old an hour before")
                    .isEqualTo(1);
            assertThat(runs).extracting(HousekeepingRun::status).containsOnly(RunStatus.SUCCEEDED);
        }
    }

    @Test
    void on_the_night_without_two_o_clock_both_run_once_at_three() {
        try (RotaTest test = at("2026-03-08T06:00:00Z", NEW_YORK)) {
            test.advanceTo(Instant.parse("2026-03-08T06:59:59Z"));
            assertThat(runs()).isEmpty();

            test.advanceTo(Instant.parse("2026-03-08T11:00:00Z"));
            assertThat(runs())
                    .extracting(HousekeepingRun::seenAt)
                    .containsExactly(Instant.parse("2026-03-08T07:00:00Z"), Instant.parse("2026-03-08T07:00:00Z"));
        }
    }

    @Test
    void two_processes_make_one_run_of_one_fire() throws Exception {
        try (RotaTest one = at("2026-03-22T05:59:00Z", NEW_YORK);
                RotaTest other = at("2026-03-22T05:59:00Z", NEW_YORK)) {
            one.sleepUntil(ChatFixture.NOW);
            other.sleepUntil(ChatFixture.NOW);
            CyclicBarrier start = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            Future<?> first = threads.submit(() -> {
                start.await();
                return one.runDue();
            });
            Future<?> second = threads.submit(() -> {
                start.await();
                return other.runDue();
            });
            first.get();
            second.get();
            threads.shutdown();

            assertThat(runs()).hasSize(1);
            assertThat(one.rota().schedules().fires("chat.daily_housekeeping", 10))
                    .hasSize(1);
        }
    }

    @Test
    void a_second_housekeeping_is_refused_while_one_waits_or_runs() throws Exception {
        try (RotaTest test = at("2026-03-22T06:00:00Z", NEW_YORK)) {
            HousekeepingDesk desk = desk(test.rota());
            Answer first = desk.ask(HousekeepingTask.ALL, RunSource.MANUAL, false, "root");
            Answer second = desk.ask(HousekeepingTask.STATS, RunSource.MANUAL, false, "root");

            assertThat(first.accepted()).isTrue();
            assertThat(second).isEqualTo(new Answer(first.jobId(), false));

            test.runDue();
            assertThat(desk.await(first.jobId(), Duration.ZERO).orElseThrow().state())
                    .isEqualTo(JobState.SUCCEEDED);
            assertThat(desk.ask(HousekeepingTask.STATS, RunSource.MANUAL, false, "root")
                            .accepted())
                    .isTrue();
        }
    }

    @Test
    void of_many_who_ask_at_once_one_is_accepted_and_the_others_learn_of_it() throws Exception {
        try (RotaTest test = at("2026-03-22T06:00:00Z", NEW_YORK)) {
            HousekeepingDesk desk = desk(test.rota());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            CyclicBarrier start = new CyclicBarrier(4);
            List<Future<Answer>> asked = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return desk.ask(HousekeepingTask.ALL, RunSource.MANUAL, false, "root");
                    }))
                    .toList();
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> each : asked) {
                answers.add(each.get());
            }
            threads.shutdown();

            assertThat(answers).filteredOn(Answer::accepted).hasSize(1);
            assertThat(answers)
                    .extracting(Answer::jobId)
                    .containsOnly(answers.get(0).jobId());
        }
    }

    @Test
    void a_manual_run_waits_for_one_that_a_schedule_has_made_meanwhile() throws Exception {
        try (RotaTest test = at("2026-03-22T06:00:00Z", NEW_YORK)) {
            long scheduled = Objects.requireNonNull(test.rota()
                    .schedules()
                    .runNow("chat.daily_housekeeping", "root")
                    .orElseThrow()
                    .jobId());
            Answer refused = desk(test.rota()).ask(HousekeepingTask.ALL, RunSource.MANUAL, false, "root");

            assertThat(refused).isEqualTo(new Answer(scheduled, false));
        }
    }

    @Test
    void a_run_whose_step_failed_is_partial_and_its_job_has_failed() throws Exception {
        chat.execute("drop index chat_user_unverified");
        chat.execute("alter table chat_user rename to chat_user_gone");
        try (RotaTest test = at("2026-03-22T06:00:00Z", NEW_YORK)) {
            HousekeepingDesk desk = desk(test.rota());
            Answer asked = desk.ask(HousekeepingTask.ALL, RunSource.MANUAL, false, "root");
            test.runDue();

            HousekeepingDesk.Progress progress =
                    desk.await(asked.jobId(), Duration.ZERO).orElseThrow();
            assertThat(progress.state()).isEqualTo(JobState.FAILED);
            HousekeepingRun run = Objects.requireNonNull(progress.run());
            assertThat(run.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(run.result().deletedConversations()).isEqualTo(3);
            assertThat(run.result().errors()).anyMatch(line -> line.startsWith("users: "));
        }
    }

    private RotaTest at(String start, ZoneId zone) {
        RotaTest test = RotaTest.at(
                start,
                chat::store,
                new JacksonCodec(),
                rota -> rota.handler(ChatJobs.HOUSEKEEPING, new HousekeepingHandler(housekeeping)));
        test.rota().schedules().defineFlag(ChatJobs.TEST_FLAG, false);
        test.rota().schedules().put(ChatJobs.all(zone).toArray(Schedule[]::new));
        return test;
    }

    private HousekeepingDesk desk(Rota rota) {
        return new HousekeepingDesk(rota, housekeeping.runs(), new JobWait(rota));
    }

    /** The latest first, without those that only take statistics. */
    private List<HousekeepingRun> runs() {
        return housekeeping.runs().latest(100).stream()
                .filter(run -> run.source() != RunSource.INTERVAL)
                .toList();
    }
}
