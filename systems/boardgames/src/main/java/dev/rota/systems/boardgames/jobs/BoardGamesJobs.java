package dev.rota.systems.boardgames.jobs;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.systems.boardgames.duty.AlertCleanup;
import dev.rota.systems.boardgames.duty.OverdueAlerts;
import dev.rota.systems.boardgames.duty.ReminderAlerts;
import dev.rota.systems.common.DutyProgress;
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
                job -> job.result(overdue.generate(job.clock().instant(), new ProgressOf(job))),
                AlertJobs.REMINDER,
                job -> job.result(reminders.generate(job.clock().instant(), new ProgressOf(job))),
                AlertJobs.CLEANUP,
                job -> job.result(cleanup.clean(job.clock().instant(), new ProgressOf(job))));
    }

    /** What a duty says goes to the job's log and progress; a job that is cancelled ends at the next checkpoint. */
    private record ProgressOf(JobContext job) implements DutyProgress {
        @Override
        public void total(long items) {
            job.progress().total(items);
        }

        @Override
        public void ok(long items) {
            job.progress().ok(items);
        }

        @Override
        public void failed(String item, String reason) {
            job.progress().failed();
            job.log().error(item + ": " + reason);
        }

        @Override
        public void checkpoint() {
            job.throwIfCancelled();
        }

        @Override
        public void log(String message) {
            job.log().info(message);
        }
    }
}
