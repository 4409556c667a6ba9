package dev.rota.systems.library.jobs;

import static java.util.Objects.requireNonNull;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.FiledMail;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.mail.local.ScriptedReplies;
import dev.rota.postgres.PostgresStore;
import dev.rota.sqlite.SqliteDataSource;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.CallerTransaction;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.Store;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryBackOffice;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The library in a Spring Boot program with an engine whose time, the store's and the handlers', stands until a test moves
 * it, and a mailbox that is reached over SMTP.
 */
final class LibraryProgram implements AutoCloseable {
    private static final Duration STEP = Duration.ofMinutes(30);

    final LibraryFixture library;
    final TestClock clock;
    final ScriptedReplies replies = new ScriptedReplies();
    private final TestDatabase kind;
    private final Path mails;
    private LocalMailbox mailbox;
    private ConfigurableApplicationContext context;

    LibraryProgram(TestDatabase kind, LibraryFixture library, Path mails, String at) throws IOException {
        this.kind = kind;
        this.library = library;
        this.mails = mails;
        this.clock = TestClock.at(at);
        this.mailbox = LocalMailbox.start(mails, 0, replies);
        this.context = start();
    }

    private ConfigurableApplicationContext start() {
        DataSource database = kind == TestDatabase.SQLITE
                ? SqliteDataSource.wrap(library.database.dataSource(), SqliteSettings.DEFAULTS)
                : library.database.dataSource();
        return new SpringApplicationBuilder(Program.class)
                .web(WebApplicationType.NONE)
                .properties("spring.flyway.enabled=false", "spring.main.banner-mode=off", "rota.worker.enabled=false")
                .initializers(initialized -> {
                    GenericApplicationContext beans = (GenericApplicationContext) initialized;
                    // Singletons, which the context does not close.
                    beans.getBeanFactory().registerSingleton("database", database);
                    beans.getBeanFactory().registerSingleton("clock", clock);
                    beans.registerBean(Store.class, () -> store(database));
                    beans.registerBean(CallerTransaction.class, () -> new Joining(database));
                    beans.registerBean(
                            MailTransport.class,
                            () -> new SmtpTransport(
                                    SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port()), clock));
                    beans.registerBean("sentMail", SentMail.class, () -> id -> mailbox.contains(id));
                })
                .run();
    }

    private Store store(DataSource database) {
        return kind == TestDatabase.SQLITE
                ? SqliteStore.on(database, SqliteSettings.DEFAULTS.clock(clock))
                : PostgresStore.on(database, clock);
    }

    /** Ends the program, and starts it again at a later time. */
    void downUntil(String at) {
        context.close();
        clock.set(Instant.parse(at));
        context = start();
    }

    /** The port is kept. */
    void mailServerDown() throws IOException {
        mailbox.close();
    }

    void mailServerUp() throws IOException {
        mailbox = LocalMailbox.start(mails, mailbox.port(), replies);
    }

    Rota rota() {
        return context.getBean(Rota.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Lets time pass in steps of half an hour; each works what is due. */
    void liveUntil(String at) {
        Instant end = Instant.parse(at);
        rota().runDue();
        while (clock.instant().plus(STEP).isBefore(end)) {
            clock.advance(STEP);
            rota().runDue();
        }
        clock.set(end);
        rota().runDue();
    }

    /** Runs the job of a schedule by hand, and all that it enqueues; its result. */
    JsonNode run(String schedule) {
        return result(runJob(schedule));
    }

    Job runJob(String schedule) {
        long id = requireNonNull(
                rota().schedules().runNow(schedule, "test").orElseThrow().jobId());
        rota().runDue();
        return rota().jobs().find(id).orElseThrow();
    }

    static JsonNode result(Job job) {
        return JsonMapper.builder().build().readTree(requireNonNull(job.result(), "job " + job + " left no result"));
    }

    /** All jobs of a type, the newest first. */
    List<Job> jobs(String type) {
        return rota().jobs().list(Query.NEWEST.type(type).limit(1_000));
    }

    /** Whom the filed mails went to, in their order. */
    List<String> recipients() {
        return mailbox.mails().stream().map(FiledMail::to).toList();
    }

    @Override
    public void close() throws IOException {
        context.close();
        mailbox.close();
        library.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(LibraryBackOffice.class)
    static class Program {}

    /** A store that a test gives has no one to tell it of Spring's transactions. */
    private record Joining(DataSource database) implements CallerTransaction {
        @Override
        public Optional<Connection> connection() {
            return TransactionSynchronizationManager.hasResource(database)
                    ? Optional.of(DataSourceUtils.getConnection(database))
                    : Optional.empty();
        }

        @Override
        public void afterCommit(Runnable action) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    action.run();
                }
            });
        }
    }
}
