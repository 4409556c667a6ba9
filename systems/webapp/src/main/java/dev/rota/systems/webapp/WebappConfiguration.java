package dev.rota.systems.webapp;

import dev.rota.Rota;
import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.OutboxSettings;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.webapp.app.UnsubscribeLinks;
import dev.rota.systems.webapp.app.WebappSettings;
import dev.rota.systems.webapp.task.WebTasks;
import dev.rota.systems.webapp.web.WebappEndpoints;
import dev.rota.systems.webapp.work.WebappJobs;
import jakarta.servlet.MultipartConfigElement;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.servlet.MultipartConfigFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * The web application as part of a Spring Boot program with a {@link Rota}. The program gives a DataSource, an
 * InstantSource, a MailTransport and, if there is one, a SentMail; and sets {@code webapp.jwt.secret}, and
 * {@code spring.flyway.enabled=false} where Boot's Flyway is about, for the systems bring up their own tables.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebappProperties.class)
@Import({WebappServices.class, WebappJobs.class, WebappEndpoints.class})
public class WebappConfiguration {
    /** Somewhat more than an upload may have, so that one a little too large gets an answer that says so. */
    private static final DataSize LARGEST_PART = DataSize.ofMegabytes(12);

    @Bean
    InitializingBean webappSchema(DataSource database) {
        return () -> {
            SystemSchema.COMMON.migrate(database);
            SystemSchema.of("webapp").migrate(database);
        };
    }

    @Bean
    WebappSettings webappSettings(WebappProperties properties) {
        return properties.settings();
    }

    @Bean
    Outbox webappOutbox(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            MailTransport transport,
            ObjectProvider<SentMail> sentMail,
            InstantSource clock,
            WebappSettings settings) {
        String sender = settings.site().sender();
        String domain = sender.substring(sender.indexOf('@') + 1).replace(">", "");
        OutboxSettings outbox = new OutboxSettings(
                "webapp",
                sender,
                domain,
                settings.mail().claimLimit(),
                Duration.ofDays(settings.keep().messages()));
        return new Outbox(jdbc, transactions, transport, sentMail.getIfAvailable(), clock, outbox);
    }

    @Bean
    WebTasks webappTasks(Rota rota) {
        return new WebTasks(rota);
    }

    @Bean
    UnsubscribeLinks webappUnsubscribeLinks(@Value("${webapp.jwt.secret:}") String secret, WebappSettings settings) {
        return new UnsubscribeLinks(secret, settings.site().url());
    }

    @Bean
    MultipartConfigElement webappMultipart() {
        MultipartConfigFactory factory = new MultipartConfigFactory();
        factory.setMaxFileSize(LARGEST_PART);
        factory.setMaxRequestSize(LARGEST_PART);
        factory.setFileSizeThreshold(LARGEST_PART);
        return factory.createMultipartConfig();
    }
}
