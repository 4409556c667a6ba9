package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.SmtpAlertMailer;
import dev.rota.job.ArgsCodec;
import dev.rota.mail.MailTransport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Who is told of what needs somebody: as the properties say, or a bean of type {@link AlertSettings}. Mails go by a bean of
 * type {@link AlertMailer}, or by that of type {@code MailTransport} of {@code rota-mail}.
 */
@AutoConfiguration(after = RotaAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "rota.enabled", matchIfMissing = true)
public final class RotaAlertsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    AlertSettings rotaAlertSettings(RotaProperties properties) {
        return AlertProperties.settings(properties);
    }

    /** Mailers are looked for when there is a mail to be sent: they may need the Rota. */
    @Bean
    RotaBuilderCustomizer rotaAlertSender(
            AlertSettings settings, ArgsCodec codec, ObjectProvider<AlertMailer> mailers) {
        AlertMailer mailer =
                (id, to, text) -> mailers.getIfAvailable(() -> AlertMailer.NONE).send(id, to, text);
        return builder -> new AlertSender(settings, mailer, codec).addTo(builder);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Alerts rotaAlerts(Rota rota, AlertSettings settings) {
        return new Alerts(rota, settings);
    }

    @Bean
    AlertsLifecycle rotaAlertsLifecycle(Alerts alerts, AlertSettings settings, ObjectProvider<AlertMailer> mailers) {
        return new AlertsLifecycle(alerts, settings, mailers);
    }

    /** By the mail server that the application sends its own mails by. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MailTransport.class)
    static class Smtp {
        @Bean
        @ConditionalOnBean(MailTransport.class)
        @ConditionalOnMissingBean
        AlertMailer rotaAlertMailer(MailTransport transport, RotaProperties properties) {
            return new SmtpAlertMailer(transport, properties.alerts().from());
        }
    }
}
