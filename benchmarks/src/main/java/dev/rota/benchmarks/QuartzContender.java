package dev.rota.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz, clustered: text as job data, triggers acquired in batches of 50. */
final class QuartzContender implements Contender {
    private static volatile LongConsumer handler = number -> {};

    private final Setup setup;
    private @Nullable Scheduler scheduler;

    QuartzContender(Setup setup) {
        this.setup = setup;
    }

    /** A job of it. */
    public static final class Work implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            handler.accept(Long.parseLong(context.getMergedJobDataMap().getString("n")));
        }
    }

    @Override
    public void open() throws SQLException, IOException, SchedulerException {
        try (InputStream sql =
                Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            if (sql == null) {
                throw new IOException("Quartz brings no tables for PostgreSQL");
            }
            setup.run(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
        scheduler = make();
    }

    private Scheduler make() throws SchedulerException {
        Properties p = new Properties();
        p.setProperty("org.quartz.scheduler.instanceName", "bench");
        p.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        p.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "50");
        p.setProperty("org.quartz.scheduler.idleWaitTime", "1000");
        p.setProperty("org.quartz.threadPool.threadCount", "50");
        p.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        p.setProperty("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        p.setProperty("org.quartz.jobStore.useProperties", "true");
        p.setProperty("org.quartz.jobStore.isClustered", "true");
        p.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        p.setProperty("org.quartz.jobStore.misfireThreshold", "600000");
        p.setProperty("org.quartz.jobStore.dataSource", "bench");
        p.setProperty("org.quartz.dataSource.bench.provider", "hikaricp");
        p.setProperty("org.quartz.dataSource.bench.driver", "org.postgresql.Driver");
        p.setProperty("org.quartz.dataSource.bench.URL", setup.url());
        p.setProperty("org.quartz.dataSource.bench.user", "postgres");
        p.setProperty("org.quartz.dataSource.bench.maxConnections", "20");
        return new StdSchedulerFactory(p).getScheduler();
    }

    private Scheduler scheduler() {
        if (scheduler == null) {
            throw new IllegalStateException("Quartz is not open");
        }
        return scheduler;
    }

    private static JobDetail job(long number) {
        return JobBuilder.newJob(Work.class)
                .withIdentity("job-" + number)
                .usingJobData("n", Long.toString(number))
                .usingJobData("text", Payload.of(number).text())
                .build();
    }

    private static Trigger now(long number) {
        return TriggerBuilder.newTrigger()
                .withIdentity("trigger-" + number)
                .forJob("job-" + number)
                .startNow()
                .build();
    }

    @Override
    public void enqueue(long number) throws SchedulerException {
        scheduler().scheduleJob(job(number), now(number));
    }

    @Override
    public void enqueueAll(long from, int count) throws SchedulerException {
        Map<JobDetail, Set<? extends Trigger>> jobs = new HashMap<>();
        for (long n = from; n < from + count; n++) {
            jobs.put(job(n), Set.of(now(n)));
        }
        scheduler().scheduleJobs(jobs, false);
    }

    @Override
    public void start(LongConsumer newHandler) throws SchedulerException {
        handler = newHandler;
        scheduler().start();
    }

    @Override
    public void stop() throws SchedulerException {
        scheduler().standby();
    }

    @Override
    public boolean isDrained() throws SQLException {
        return setup.number("select (select count(*) from qrtz_triggers) + (select count(*) from qrtz_fired_triggers)")
                == 0;
    }

    @Override
    public void schedule(List<Instant> dues) throws SchedulerException {
        Map<JobDetail, Set<? extends Trigger>> jobs = new HashMap<>();
        for (int i = 0; i < dues.size(); i++) {
            Trigger trigger = TriggerBuilder.newTrigger()
                    .withIdentity("trigger-" + i)
                    .forJob("job-" + i)
                    .withSchedule(CronScheduleBuilder.cronSchedule(Crons.quartz(dues.get(i)))
                            .inTimeZone(TimeZone.getTimeZone("UTC")))
                    .build();
            jobs.put(job(i), Set.of(trigger));
        }
        scheduler().scheduleJobs(jobs, false);
    }

    @Override
    public void close() throws SchedulerException {
        scheduler().shutdown(true);
    }
}
