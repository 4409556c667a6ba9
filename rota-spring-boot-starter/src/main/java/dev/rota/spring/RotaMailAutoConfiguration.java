package dev.rota.spring;

import dev.rota.mail.SmtpSettings;
import dev.rota.mail.SmtpTransport;
import dev.rota.mail.local.LocalMailbox;
import dev.rota.web.FiledMails;
import dev.rota.web.MailFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * For development and tests: mails that are sent by {@code rota-mail} are filed instead, and shown in the dashboard. Where the
 * application has a transport of its own, this one goes before it.
 */
@AutoConfiguration(before = {RotaAlertsAutoConfiguration.class, RotaDashboardAutoConfiguration.class})
@ConditionalOnClass({LocalMailbox.class, SmtpTransport.class})
@ConditionalOnProperty(name = "rota.mail.mode", havingValue = "capture")
@EnableConfigurationProperties(RotaMailAutoConfiguration.Properties.class)
public final class RotaMailAutoConfiguration {
    private static final Profiles PRODUCTION = Profiles.of("prod | production");

    /**
     * Mails.
     *
     * @param mode what becomes of them
     * @param directory where they are filed as .eml, relative to the working directory
     */
    @ConfigurationProperties("rota.mail")
    public record Properties(
            @DefaultValue("send") Mode mode,
            @DefaultValue("rota-mails") Path directory) {}

    /** What becomes of mails. */
    public enum Mode {
        /** They are sent by the application's transport. */
        SEND,
        /** They are filed and never sent: for development and tests. */
        CAPTURE
    }

    /** @throws RotaConfigurationException in production: nobody would get any mail, and nobody would notice */
    @Bean(destroyMethod = "close")
    LocalMailbox rotaMailbox(Properties properties, Environment environment) {
        if (environment.acceptsProfiles(PRODUCTION)) {
            throw new RotaConfigurationException(
                    "rota.mail.mode is capture, and the profile is one for production: no mail would reach anybody.",
                    "Remove rota.mail.mode there, or set it in the profiles for development and tests alone.");
        }
        try {
            return LocalMailbox.start(properties.directory(), 0);
        } catch (IOException | IllegalStateException e) {
            throw new RotaConfigurationException(
                    "Mails cannot be filed in " + properties.directory() + ": " + e.getMessage() + ".",
                    "Set rota.mail.directory to a directory that this program alone may write to.",
                    e);
        }
    }

    @Bean(destroyMethod = "close")
    @Primary
    SmtpTransport rotaCapturingTransport(LocalMailbox mailbox) {
        SmtpSettings local = SmtpSettings.DEFAULTS.withServer("127.0.0.1", mailbox.port());
        return new SmtpTransport(local, InstantSource.system());
    }

    /** Where there is a dashboard. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MailFolder.class)
    static class Shown {
        @Bean
        @ConditionalOnMissingBean
        MailFolder rotaMailFolder(Properties properties) {
            return new FiledMails(properties.directory());
        }
    }
}
