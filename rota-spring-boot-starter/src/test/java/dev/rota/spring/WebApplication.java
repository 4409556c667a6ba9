package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.job.OnConflict;
import dev.rota.job.UniqueKey;
import dev.rota.store.JobArchive.Query;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A web application whose requests leave work behind. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            DataJpaRepositoriesAutoConfiguration.class,
            HibernateJpaAutoConfiguration.class,
            FlywayAutoConfiguration.class
        })
class WebApplication {
    static final JobType<Note> NOTE = JobType.of("note", Note.class);

    record Note(String text) {}

    @Bean
    Happenings happenings() {
        return new Happenings();
    }

    @Bean
    Work work() {
        return new Work();
    }

    static class Work {
        private static final Logger LOG = LoggerFactory.getLogger("app.work");
        private static final Logger ENGINE = LoggerFactory.getLogger("dev.rota.engine.Attempts");

        @RotaJob("note")
        @RotaSchedule(cron = "@daily", args = "{\"text\": \"daily\"}", description = "Notes the day")
        void note(Note note, JobContext job) {
            LOG.debug("too fine");
            LOG.info("noted {}", note.text());
            LOG.warn("with an error", new IllegalStateException("smudged"));
            ENGINE.info("about the engine");
            job.progress().ok(3);
            job.progress().failed();
        }

        @RotaJob(value = "broken", retries = 0)
        void broken() {
            throw new IllegalStateException("broken");
        }
    }

    @RestController
    static class Requests {
        final CountDownLatch local = new CountDownLatch(1);
        private final Rota rota;
        private final TransactionTemplate transactions;

        Requests(Rota rota, TransactionTemplate transactions) {
            this.rota = rota;
            this.transactions = transactions;
        }

        @PostMapping("/two/{text}")
        String two(@PathVariable String text, BackgroundTasks tasks) {
            tasks.add(NOTE, new Note(text));
            tasks.add(rota.job(NOTE, new Note(text)).tag("second"));
            return "kept " + rota.jobs().list(tagged("second")).size();
        }

        @PostMapping("/fails/{text}")
        String fails(@PathVariable String text, BackgroundTasks tasks) {
            tasks.add(NOTE, new Note(text));
            tasks.local(() -> {
                throw new AssertionError("a local task of a request that failed was run");
            });
            throw new IllegalStateException("the request failed");
        }

        @PostMapping("/nothing/{text}")
        @ResponseStatus(HttpStatus.NO_CONTENT)
        void nothing(@PathVariable String text, BackgroundTasks tasks) {
            tasks.add(NOTE, new Note(text));
        }

        @PostMapping("/taken/{text}")
        String taken(@PathVariable String text, BackgroundTasks tasks) {
            tasks.add(NOTE, new Note(text));
            tasks.add(rota.job(NOTE, new Note("unique"))
                    .unique(UniqueKey.of("one").period(Duration.ofDays(1)).onConflict(OnConflict.REJECT)));
            return "done";
        }

        @PostMapping("/joins/{text}")
        String joins(@PathVariable String text, BackgroundTasks tasks) {
            transactions.executeWithoutResult(status -> {
                tasks.add(NOTE, new Note(text));
                status.setRollbackOnly();
            });
            return "rolled back";
        }

        @PostMapping("/local")
        String local(BackgroundTasks tasks) {
            tasks.local(local::countDown);
            return "count is " + local.getCount();
        }

        static Query tagged(String tag) {
            return Query.NEWEST.tag(tag).limit(1000);
        }
    }
}
