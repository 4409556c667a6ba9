package dev.rota.acceptance;

import dev.rota.Rota;
import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.MailDirectory;
import dev.rota.systems.library.LibraryBackOffice;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * A worker of the library that serves no requests. Takes properties as arguments; {@code --worker.run-now=SCHEDULE} makes
 * the job of a schedule at once.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(LibraryBackOffice.class)
public class LibraryWorker {

    /** Runs until it is killed: the engine's threads keep it alive. */
    public static void main(String[] args) throws InterruptedException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(LibraryWorker.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.flyway.enabled=false",
                        "spring.main.banner-mode=off",
                        "rota.worker.lease=3s",
                        "library.mail.claim-limit=20s",
                        "library.archive.batch=50")
                .run(args);
        String schedule = context.getEnvironment().getProperty("worker.run-now", "");
        if (!schedule.isEmpty()
                && context.getBean(Rota.class)
                        .schedules()
                        .runNow(schedule, "test")
                        .isEmpty()) {
            throw new IllegalArgumentException("There is no schedule " + schedule);
        }
        System.out.println("Worker is up");
        new java.util.concurrent.CountDownLatch(1).await();
        throw new AssertionError(context);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean(destroyMethod = "close")
    MailTransport mailTransport(@Value("${worker.mail-port}") int port, Clock clock) {
        return new SmtpTransport(SmtpSettings.DEFAULTS.withServer("127.0.0.1", port), clock);
    }

    @Bean
    SentMail sentMail(@Value("${worker.mail-directory}") Path directory) {
        return new MailDirectory(directory);
    }
}
