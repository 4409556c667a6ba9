package dev.rota.spring.test;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.spring.RotaAutoConfiguration;
import dev.rota.spring.RotaDataSourceAutoConfiguration;
import dev.rota.spring.RotaJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.annotation.Transactional;

/** An application under test: each guest is greeted, and then waved to. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    RotaDataSourceAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    RotaAutoConfiguration.class
})
class Guests {
    static final JobType<Greet> GREET = JobType.of("guests.greet", Greet.class);
    static final JobType<Void> WAVE = JobType.of("guests.wave");

    record Greet(String name) {}

    @Bean
    Reception reception(Rota rota) {
        return new Reception(rota);
    }

    static class Reception {
        private final Rota rota;
        private final List<String> done = new ArrayList<>();

        Reception(Rota rota) {
            this.rota = rota;
        }

        List<String> done() {
            return done;
        }

        @Transactional
        public void arrive(String name) {
            rota.enqueue(GREET, new Greet(name));
            rota.job(WAVE).in(Duration.ofDays(1)).enqueue();
            done.add("arrived " + name);
            if (name.equals("nobody")) {
                throw new IllegalStateException("nobody came");
            }
        }

        @RotaJob("guests.greet")
        public void greet(Greet greet, JobContext job) {
            if (greet.name().equals("rude")) {
                throw new IllegalStateException("not greeted");
            }
            done.add("greeted " + greet.name() + " attempt " + job.attempt());
            rota.enqueue(WAVE);
        }

        @RotaJob("guests.wave")
        public void wave() {
            done.add("waved");
        }
    }
}
