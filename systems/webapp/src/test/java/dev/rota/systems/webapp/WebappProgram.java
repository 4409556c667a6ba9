package dev.rota.systems.webapp;

import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.MailDirectory;
import dev.rota.testing.EventLog;
import dev.rota.testing.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The application alone, as the tests run it, in this process or in one of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebappConfiguration.class)
class WebappProgram {
    /** What a process of its own says when its port is open. */
    static final String PORT = "PORT ";

    /** Mails to these addresses meet an error of the program. */
    final Set<String> broken = ConcurrentHashMap.newKeySet();

    public static void main(String[] properties) {
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) SpringApplication.run(WebappProgram.class, properties);
        System.out.println(PORT + Objects.requireNonNull(context.getWebServer()).getPort());
    }

    /** @param start an instant at which the clock stands, or nothing */
    @Bean
    Clock clock(@Value("${test.clock:}") String start) {
        return start.isEmpty() ? Clock.systemUTC() : TestClock.at(Instant.parse(start));
    }

    @Bean(destroyMethod = "close")
    SmtpTransport smtp(@Value("${test.smtp}") int port, Clock clock) {
        return new SmtpTransport(SmtpSettings.DEFAULTS.withServer("127.0.0.1", port), clock);
    }

    @Bean
    @Primary
    MailTransport transport(SmtpTransport smtp) {
        return mail -> {
            if (broken.contains(mail.to())) {
                throw new IllegalStateException("an error of the program");
            }
            smtp.send(mail);
        };
    }

    @Bean
    SentMail sentMail(@Value("${test.mails}") Path directory) {
        return new MailDirectory(directory);
    }

    @Bean
    EventLog events() {
        return new EventLog();
    }
}
