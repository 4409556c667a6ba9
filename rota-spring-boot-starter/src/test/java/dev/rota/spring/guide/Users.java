package dev.rota.spring.guide;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.store.JobStore.Change;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The six tasks of the guide for people who come from elsewhere. */
@Service
class Users {
    record Welcome(String name) {}

    record Import(List<String> names) {}

    // [retry]
    static final JobType<Welcome> WELCOME = JobType.of("users.welcome", Welcome.class)
            .retries(5)
            .retry(RetryPolicy.exponential(Duration.ofSeconds(10), 2, Duration.ofMinutes(30))
                    .never(IllegalArgumentException.class));
    // [/retry]
    static final JobType<Import> IMPORT = JobType.of("users.import", Import.class);

    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        JobType<Welcome> welcomeType() {
            return WELCOME;
        }
    }

    private final Rota rota;
    private final Mailer mailer;
    private final AtomicInteger users = new AtomicInteger();

    Users(Rota rota, Mailer mailer) {
        this.rota = rota;
        this.mailer = mailer;
    }

    private void save(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("no name");
        }
        users.incrementAndGet();
    }

    // [enqueue]
    @Transactional
    public void register(String name) {
        rota.enqueue(WELCOME, new Welcome(name));
        save(name);
    }
    // [/enqueue]

    // [delay]
    long welcomeLater(String name) {
        return rota.job(WELCOME, new Welcome(name)).in(Duration.ofDays(3)).enqueue();
    }
    // [/delay]

    @RotaJob("users.welcome")
    void welcome(Welcome args) {
        mailer.send("Welcome " + args.name());
    }

    // [recurring]
    @RotaJob("users.report")
    @RotaSchedule(cron = "30 2 * * *", zone = "Europe/Riga", missed = "RUN_ONCE")
    void report(JobContext job) {
        job.log().info(users.get() + " users at " + job.clock().instant());
    }
    // [/recurring]

    // [progress]
    @RotaJob("users.import")
    void importAll(Import args, JobContext job) {
        job.progress().total(args.names().size());
        for (String name : args.names()) {
            job.throwIfCancelled();
            save(name);
            job.progress().ok();
            job.log().info("imported " + name);
        }
    }
    // [/progress]

    // [cancel]
    boolean cancel(long id) {
        Change change = rota.jobs().cancel(id, "anna", "no longer wanted");
        return change == Change.DONE || change == Change.REQUESTED;
    }
    // [/cancel]
}
