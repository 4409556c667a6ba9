package dev.rota.acceptance;

import dev.rota.systems.audiobooks.AudiobookConfiguration;
import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A worker of the audiobooks. Takes properties as arguments, and those of {@link ServingWorker}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(AudiobookConfiguration.class)
public class AudiobookWorker {

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        ServingWorker.run(AudiobookWorker.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
