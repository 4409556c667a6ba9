package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.event.RotaEvent;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** What becomes of running jobs when the application stops. */
class ShutdownTest {
    @TempDir
    Path directory;

    @Import(LoanApplication.class)
    static class Slow {
        final CountDownLatch release = new CountDownLatch(1);

        @Bean
        Patient patient(JdbcTemplate jdbc) {
            return new Patient(this, jdbc);
        }
    }

    record Patient(Slow slow, JdbcTemplate jdbc) {
        @RotaJob("slow")
        void work() throws InterruptedException {
            slow.release.await();
            jdbc.execute("create table reached (id integer)");
        }
    }

    private ConfigurableApplicationContext start(String grace) {
        return new SpringApplicationBuilder(Slow.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .properties(
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db"),
                        "rota.worker.grace=" + grace)
                .run();
    }

    private static long running(ConfigurableApplicationContext context) throws InterruptedException {
        long id = context.getBean(Rota.class).enqueue(JobType.of("slow"));
        context.getBean(Happenings.class).await(RotaEvent.Started.class, id);
        return id;
    }

    private Job after(long id) {
        try (SqliteStore store = SqliteStore.open(directory.resolve("app.db"))) {
            return store.archive().find(id).orElseThrow();
        }
    }

    @Test
    void a_running_job_is_given_time_to_end_with_the_database_still_open() throws Exception {
        ConfigurableApplicationContext context = start("20s");
        long id = running(context);
        Thread closing = new Thread(context::close);
        closing.start();
        context.getBean(Slow.class).release.countDown();
        closing.join();
        assertThat(after(id).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void a_job_that_does_not_end_in_time_goes_back_and_no_attempt_is_counted() throws Exception {
        ConfigurableApplicationContext context = start("0s");
        long id = running(context);
        context.close();
        Job job = after(id);
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.crashes()).isZero();
    }

    @Test
    void a_context_that_is_stopped_and_started_again_works_on() throws Exception {
        ConfigurableApplicationContext context = start("20s");
        Rota rota = context.getBean(Rota.class);
        context.stop();
        assertThat(rota.workerId()).isEmpty();
        long id = rota.enqueue(JobType.of("loans.tidy"));
        context.start();
        context.getBean(Happenings.class).await(RotaEvent.Succeeded.class, id);
        context.close();
    }
}
