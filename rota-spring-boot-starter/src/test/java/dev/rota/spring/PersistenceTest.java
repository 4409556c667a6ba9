package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobType;
import dev.rota.store.JobArchive.Query;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Flyway makes the application's table first; JPA writes to it in one transaction with a job. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersistenceTest {
    private static final JobType<Void> INDEX = JobType.of("books.index");

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = PersistenceTest.class)
    static class Books {}

    @Entity(name = "book")
    static class Book {
        @Id
        long id;

        protected Book() {}

        Book(long id) {
            this.id = id;
        }
    }

    private EmbeddedPostgres postgres;
    private ConfigurableApplicationContext context;
    private TransactionTemplate transactions;
    private Rota rota;

    @BeforeAll
    void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        context = new SpringApplicationBuilder(Books.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "spring.flyway.locations=classpath:db/books",
                        "rota.worker.enabled=false")
                .run();
        rota = context.getBean(Rota.class);
        transactions = context.getBean(TransactionTemplate.class);
    }

    @AfterAll
    void stop() throws IOException {
        context.close();
        postgres.close();
    }

    private List<Job> indexed(String by) {
        return rota.jobs().list(Query.NEWEST.tag(by));
    }

    private long books() {
        Long count = context.getBean(JdbcTemplate.class).queryForObject("select count(*) from book", Long.class);
        return count == null ? 0 : count;
    }

    private void write(String by, boolean commit, Runnable write) {
        transactions.executeWithoutResult(status -> {
            write.run();
            rota.job(INDEX).tag(by).enqueue();
            if (!commit) {
                status.setRollbackOnly();
            }
        });
    }

    @Test
    void jpa_and_a_job_are_committed_together_or_not_at_all() {
        EntityManager entities = context.getBean(EntityManager.class);
        long before = books();
        write("jpa-undone", false, () -> entities.persist(new Book(1)));
        assertThat(indexed("jpa-undone")).isEmpty();
        write("jpa", true, () -> entities.persist(new Book(2)));
        assertThat(indexed("jpa")).hasSize(1);
        assertThat(books()).isEqualTo(before + 1);
    }

    @Test
    void a_transaction_of_another_resource_is_not_joined() {
        TransactionTemplate foreign = new TransactionTemplate(new ResourcelessTransactions());
        foreign.executeWithoutResult(status -> {
            rota.job(INDEX).tag("foreign").enqueue();
            status.setRollbackOnly();
        });
        assertThat(indexed("foreign")).hasSize(1);
    }

    /** Transactions that no database takes part in. */
    private static final class ResourcelessTransactions extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return new Object();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
