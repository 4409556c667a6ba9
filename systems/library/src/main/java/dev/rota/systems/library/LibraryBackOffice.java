package dev.rota.systems.library;

import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.OutboxSettings;
import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.common.SystemSchema;
import dev.rota.systems.library.circulation.Circulation;
import dev.rota.systems.library.circulation.LendingRules;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.ClosedDays;
import dev.rota.systems.library.duty.Forgetting;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.MailDelivery;
import dev.rota.systems.library.duty.Messages;
import dev.rota.systems.library.duty.OverdueDays;
import dev.rota.systems.library.duty.Reports;
import dev.rota.systems.library.jobs.LibraryJobs;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The library's tables, duties and jobs, without endpoints: all that a worker needs which serves no requests. The program
 * gives what {@link LibraryConfiguration} names.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LibraryProperties.class)
@Import({LibraryDuties.class, LibraryJobs.class})
public class LibraryBackOffice {

    @Bean
    InitializingBean librarySchema(DataSource database) {
        return () -> {
            SystemSchema.COMMON.migrate(database);
            SystemSchema.of("library").migrate(database);
        };
    }

    @Bean
    LibrarySettings librarySettings(LibraryProperties properties) {
        return properties.settings();
    }

    @Bean
    Outbox libraryOutbox(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            MailTransport transport,
            ObjectProvider<SentMail> sentMail,
            InstantSource clock,
            @Qualifier("libraryOutboxSettings") OutboxSettings outboxSettings) {
        return new Outbox(jdbc, transactions, transport, sentMail.getIfAvailable(), clock, outboxSettings);
    }

    /** @param claimLimit must exceed the longest time in which the transport sends a mail or gives up */
    @Bean
    OutboxSettings libraryOutboxSettings(
            LibrarySettings settings, @Value("${library.mail.claim-limit:4m}") Duration claimLimit) {
        String sender = settings.site().sender();
        String domain = sender.substring(sender.indexOf('@') + 1).replace(">", "");
        return OutboxSettings.of("library", sender, domain).withClaimLimit(claimLimit);
    }

    @Bean
    Demonstration libraryDemonstration(JdbcTemplate jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        return new LibraryDemonstration(jdbc, transactions, settings);
    }

    @Bean
    MailDelivery libraryMailDelivery(
            JdbcClient jdbc,
            LibrarySettings settings,
            @Qualifier("libraryOutbox") Outbox outbox,
            OverdueDays overdueDays) {
        return new MailDelivery(jdbc, settings, outbox, overdueDays);
    }

    @Bean
    Reports libraryReports(JdbcClient jdbc, JsonMapper json) {
        return new Reports(jdbc, json);
    }

    @Bean
    OverdueDays libraryOverdueDays(JdbcClient jdbc, LibrarySettings settings) {
        return new OverdueDays(new SiteCalendars(jdbc), settings);
    }

    @Bean
    ClosedDays libraryClosedDays(
            JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings, Messages messages) {
        return new ClosedDays(jdbc, transactions, settings, messages);
    }

    @Bean
    Forgetting libraryForgetting(
            JdbcClient jdbc, TransactionTemplate transactions, @Qualifier("libraryOutbox") Outbox outbox) {
        return new Forgetting(jdbc, transactions, outbox);
    }

    @Bean
    LendingRules libraryLendingRules(
            @Value("${library.lending.days:14}") int days, @Value("${library.lending.renewals:2}") int renewals) {
        return new LendingRules(days, renewals);
    }

    @Bean
    Circulation libraryCirculation(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            LibrarySettings settings,
            LendingRules rules,
            AvailabilityRefresh availability) {
        return new Circulation(jdbc, transactions, settings, rules, availability);
    }
}
