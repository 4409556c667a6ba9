package dev.rota.demo;

import dev.rota.mail.MailTransport;
import dev.rota.mail.SentMail;
import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.MailDirectory;
import dev.rota.systems.audiobooks.AudiobookConfiguration;
import dev.rota.systems.boardgames.BoardGamesConfiguration;
import dev.rota.systems.chat.ChatConfiguration;
import dev.rota.systems.library.LibraryConfiguration;
import dev.rota.systems.webapp.WebappConfiguration;
import dev.rota.web.FiledMails;
import dev.rota.web.MailFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The systems in one Spring Boot program. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    LibraryConfiguration.class,
    WebappConfiguration.class,
    BoardGamesConfiguration.class,
    ChatConfiguration.class,
    AudiobookConfiguration.class
})
class DemoApplication {

    @Bean(destroyMethod = "close")
    MailTransport mailTransport(@Value("${demo.mail.host}") String host, @Value("${demo.mail.port}") int port) {
        return new SmtpTransport(SmtpSettings.DEFAULTS.withServer(host, port), Clock.systemUTC());
    }

    /** Which mails have arrived: asked before a mail is sent again whose outcome is not known. */
    @Bean
    SentMail sentMail(@Value("${demo.mail.directory}") Path directory) throws IOException {
        return new MailDirectory(directory);
    }

    /** Shown by the dashboard, unless mails go to a server that was given. */
    @Bean
    @ConditionalOnBooleanProperty("demo.mail.filed")
    MailFolder mailFolder(@Value("${demo.mail.directory}") Path directory) {
        return new FiledMails(directory);
    }
}
