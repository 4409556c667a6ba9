package dev.rota.systems.webapp;

import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.webapp.app.AuditLog;
import dev.rota.systems.webapp.app.CleanUp;
import dev.rota.systems.webapp.app.Completions;
import dev.rota.systems.webapp.app.FailedTasks;
import dev.rota.systems.webapp.app.Forgetting;
import dev.rota.systems.webapp.app.Items;
import dev.rota.systems.webapp.app.Mails;
import dev.rota.systems.webapp.app.NewsletterDelivery;
import dev.rota.systems.webapp.app.Newsletters;
import dev.rota.systems.webapp.app.UnsubscribeLinks;
import dev.rota.systems.webapp.app.Uploads;
import dev.rota.systems.webapp.app.Users;
import dev.rota.systems.webapp.app.WebappSettings;
import dev.rota.systems.webapp.task.TaskTypes;
import dev.rota.systems.webapp.task.WebTasks;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What the application does, as beans. */
@Configuration(proxyBeanMethods = false)
class WebappServices {
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final WebappSettings settings;
    private final InstantSource clock;

    WebappServices(JdbcClient jdbc, TransactionTemplate transactions, WebappSettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    @Bean
    Users webappUsers(WebTasks tasks) {
        return new Users(jdbc, transactions, tasks, new BCryptPasswordEncoder(), clock);
    }

    @Bean
    Items webappItems(WebTasks tasks) {
        return new Items(jdbc, transactions, tasks, clock);
    }

    @Bean
    AuditLog webappAuditLog(JsonMapper json) {
        return new AuditLog(jdbc, json);
    }

    @Bean
    Completions webappCompletions() {
        return new Completions(jdbc, transactions, settings.site().zone());
    }

    @Bean
    Mails webappMails(Users users, @Qualifier("webappOutbox") Outbox outbox) {
        return new Mails(jdbc, transactions, users, outbox, settings);
    }

    @Bean
    Newsletters webappNewsletters(WebTasks tasks) {
        return new Newsletters(jdbc, transactions, tasks, clock, TaskTypes.BATCH);
    }

    @Bean
    NewsletterDelivery webappNewsletterDelivery(
            Newsletters newsletters, Users users, @Qualifier("webappOutbox") Outbox outbox, UnsubscribeLinks links) {
        NewsletterDelivery.Letterbox letterbox = new NewsletterDelivery.Letterbox(outbox, links, settings.site());
        return new NewsletterDelivery(jdbc, transactions, newsletters, users, letterbox);
    }

    @Bean
    Uploads webappUploads(WebTasks tasks) {
        return new Uploads(jdbc, transactions, tasks, clock, settings.uploads());
    }

    @Bean
    Forgetting webappForgetting(WebTasks tasks, @Qualifier("webappOutbox") Outbox outbox, Uploads uploads) {
        return new Forgetting(jdbc, transactions, tasks, outbox, uploads, clock);
    }

    @Bean
    CleanUp webappCleaning(@Qualifier("webappOutbox") Outbox outbox) {
        return new CleanUp(jdbc, outbox, settings.keep());
    }

    @Bean
    FailedTasks webappFailedTasks() {
        return new FailedTasks(jdbc, settings.failedTasks());
    }

    @Bean
    Demonstration webappDemonstration(Users users, Items items, Newsletters newsletters) {
        return new WebappDemonstration(
                jdbc, users, items, newsletters, settings.site().zone());
    }
}
