package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A small application with a table of its own and handlers of each kind. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    LifecycleAutoConfiguration.class,
    RotaDataSourceAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    RotaAutoConfiguration.class
})
class LoanApplication {
    static final JobType<Remind> REMIND =
            JobType.of("loans.remind", Remind.class).queue("mail");
    static final JobType<Count> COUNT = JobType.of("loans.count", Count.class);

    record Remind(String borrower) {}

    record Count(@Nullable Integer from) {}

    @Bean
    Happenings happenings() {
        return new Happenings();
    }

    @Bean
    JobType<Remind> remindType() {
        return REMIND;
    }

    @Bean
    RemindHandler remindHandler(Rota rota) {
        return new RemindHandler(rota);
    }

    @Bean
    @RotaJob("loans.tidy")
    JobHandler<Void> tidy() {
        return (nothing, job) -> job.log().info("tidied");
    }

    @Bean
    Loans loans(Rota rota, JdbcTemplate jdbc) {
        return new Loans(rota, jdbc);
    }

    /** Has Rota injected, and its type from a bean. */
    static class RemindHandler implements JobHandler<Remind> {
        final List<String> reminded = new CopyOnWriteArrayList<>();
        private final Rota rota;

        RemindHandler(Rota rota) {
            this.rota = rota;
        }

        @Override
        public void run(Remind args, JobContext job) {
            if (rota.jobs().find(job.id()).isEmpty()) {
                throw new IllegalStateException("the job that runs is not there");
            }
            reminded.add(args.borrower());
        }
    }

    /** Writes a row and enqueues a job together; has jobs in its methods, behind a proxy. */
    static class Loans {
        private final Rota rota;
        private final JdbcTemplate jdbc;

        Loans(Rota rota, JdbcTemplate jdbc) {
            this.rota = rota;
            this.jdbc = jdbc;
        }

        @Transactional
        public long lend(String borrower, boolean fail) {
            jdbc.update("insert into loan (borrower) values (?)", borrower);
            long id = rota.enqueue(REMIND, new Remind(borrower));
            if (fail) {
                throw new IllegalStateException("out of stock, job " + id);
            }
            return id;
        }

        @Transactional(readOnly = true)
        public long lookAndEnqueue() {
            return rota.enqueue(REMIND, new Remind("nobody"));
        }

        public int count() {
            Integer count = jdbc.queryForObject("select count(*) from loan", Integer.class);
            return count == null ? 0 : count;
        }

        @Transactional
        @RotaJob(value = "loans.count", queue = "${loans.queue:reports}", retries = 2, timeout = "30s")
        @RotaSchedule(
                cron = "${loans.cron:0 3 * * MON}",
                zone = "Europe/Riga",
                missed = "RUN_EACH(3)",
                jitter = "5s",
                expected = "10m",
                pauseWindows = {"MON-FRI 08:00-18:00", "SUN 00:00-24:00"},
                flag = "counting",
                tags = {"loans", "${loans.tag:weekly}"},
                description = "Counts loans")
        @RotaSchedule(name = "loans.count-often", every = "6h", args = "{\"from\": 7}")
        public String countLoans(JobContext job, Count count) {
            return job.type() + " from " + count.from();
        }

        @RotaJob("loans.fail")
        @RotaSchedule(cron = "-")
        void fail() throws java.io.IOException {
            throw new java.io.IOException("no paper");
        }
    }
}
