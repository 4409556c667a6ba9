package dev.rota.systems.chat.jobs;

import dev.rota.Rota;
import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.schedule.Schedule;
import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.common.JobWait;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The chat's job type, its handler and its schedules. */
@Configuration(proxyBeanMethods = false)
public class ChatJobs {
    /** What every housekeeping is, whatever its task. */
    public static final JobType<HousekeepingArgs> HOUSEKEEPING = JobType.of("chat.housekeeping", HousekeepingArgs.class)
            .queue("chat")
            .retries(3);

    /** Schedules' names begin with it. */
    static final String PREFIX = "chat.";

    /** One housekeeping at a time. */
    static final ExclusionKey ONE_AT_A_TIME = ExclusionKey.of("chat.housekeeping");

    /** The schedule for trying things out fires while this is on. */
    static final String TEST_FLAG = "chat.test_housekeeping";

    @Bean
    JobType<HousekeepingArgs> chatHousekeepingType() {
        return HOUSEKEEPING;
    }

    @Bean
    HousekeepingHandler chatHousekeepingHandler(Housekeeping housekeeping) {
        return new HousekeepingHandler(housekeeping);
    }

    @Bean
    Schedule chatDailyHousekeeping(ChatSettings settings) {
        return daily(settings.zone());
    }

    @Bean
    Schedule chatWeeklyCleanup(ChatSettings settings) {
        return weekly(settings.zone());
    }

    @Bean
    Schedule chatStatisticsGeneration() {
        return statistics();
    }

    @Bean
    Schedule chatTestHousekeeping() {
        return test();
    }

    /** Off unless somebody has turned it on. */
    @Bean
    InitializingBean chatTestFlag(Rota rota) {
        return () -> rota.schedules().defineFlag(TEST_FLAG, false);
    }

    @Bean
    HousekeepingDesk chatHousekeepingDesk(Rota rota, Housekeeping housekeeping) {
        return new HousekeepingDesk(rota, housekeeping.runs(), new JobWait(rota));
    }

    @Bean
    ChatSchedules chatSchedules(Rota rota) {
        return new ChatSchedules(rota);
    }

    /** All of them, for programs without Spring and for tests. */
    static List<Schedule> all(ZoneId zone) {
        return List.of(daily(zone), weekly(zone), statistics(), test());
    }

    private static Schedule daily(ZoneId zone) {
        return running(
                Schedule.cron(PREFIX + "daily_housekeeping", "0 2 * * *", zone),
                HousekeepingTask.ALL,
                RunSource.DAILY,
                "Daily Housekeeping Tasks");
    }

    private static Schedule weekly(ZoneId zone) {
        return running(
                Schedule.cron(PREFIX + "weekly_cleanup", "0 3 * * SUN", zone),
                HousekeepingTask.CONVERSATIONS,
                RunSource.WEEKLY,
                "Weekly Conversation Cleanup");
    }

    private static Schedule statistics() {
        return running(
                Schedule.every(PREFIX + "statistics_generation", Duration.ofHours(6)),
                HousekeepingTask.STATS,
                RunSource.INTERVAL,
                "Generate System Statistics");
    }

    private static Schedule test() {
        return running(
                        Schedule.every(PREFIX + "test_housekeeping", Duration.ofMinutes(5)),
                        HousekeepingTask.ALL,
                        RunSource.TEST,
                        "Test Housekeeping (Every 5 min)")
                .flag(TEST_FLAG);
    }

    private static Schedule running(Schedule schedule, HousekeepingTask task, RunSource source, String description) {
        return schedule.runs(HOUSEKEEPING, new HousekeepingArgs(task.text(), source.text(), false))
                .tags("chat")
                .exclusion(ONE_AT_A_TIME)
                .description(description);
    }
}
