package dev.rota.acceptance;

import dev.rota.systems.chat.ChatConfiguration;
import java.time.Clock;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A worker of the chat. Takes properties as arguments, and those of {@link ServingWorker}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ChatConfiguration.class)
public class ChatWorker {

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        ServingWorker.run(ChatWorker.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
