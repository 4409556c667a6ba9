package dev.rota.systems.boardgames.jobs;

import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.systems.boardgames.duty.AlertCleanup;
import dev.rota.systems.boardgames.duty.OverdueAlerts;
import dev.rota.systems.boardgames.duty.ReminderAlerts;
import dev.rota.systems.common.JobDutyProgress;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The job type, its handler, and the three jobs with the program's own ({@link CustomAlertJob} beans). */
@Configuration(proxyBeanMethods = false)
public class BoardGamesJobs {

    @Bean
    JobType<AlertJobArgs> boardgamesAlertJobType() {
        return AlertJobs.TYPE;
    }

    @Bean
    AlertJobParts boardgamesAlertJobParts(JdbcClient jdbc, TransactionTemplate transactions) {
        return new AlertJobParts(new JobTable(jdbc), new ExecutionTable(jdbc, transactions), new AlertJobCodes());
    }

    /** Knows of Rota only when it runs: Rota is built with it. */
    @Bean
    AlertJobHandler boardgamesAlertJobHandler(AlertJobParts parts, ObjectProvider<Rota> rota) {
        return new AlertJobHandler(parts, id -> rota.getObject().jobs().find(id));
    }

    @Bean
    @DependsOn("boardgamesSchema")
    AlertJobs boardgamesAlertJobs(
            Rota rota,
            AlertJobParts parts,
            JdbcClient jdbc,
            AlertJobsSettings settings,
            ObjectProvider<CustomAlertJob> custom,
            @Value("${boardgames.run-now.patience:30s}") Duration patience) {
        AlertJobs alertJobs = new AlertJobs(rota, parts, patience);
        alertJobs.define(settings, defaults(jdbc));
        custom.orderedStream().forEach(alertJobs::add);
        return alertJobs;
    }

    /** The code of the three jobs. */
    static Map<String, AlertJobCode> defaults(JdbcClient jdbc) {
        OverdueAlerts overdue = new OverdueAlerts(jdbc);
        ReminderAlerts reminders = new ReminderAlerts(jdbc);
        AlertCleanup cleanup = new AlertCleanup(jdbc);
        return Map.of(
                AlertJobs.OVERDUE,
                job -> job.result(overdue.generate(job.clock().instant(), new JobDutyProgress(job))),
                AlertJobs.REMINDER,
                job -> job.result(reminders.generate(job.clock().instant(), new JobDutyProgress(job))),
                AlertJobs.CLEANUP,
                job -> job.result(cleanup.clean(job.clock().instant(), new JobDutyProgress(job))));
    }
}
