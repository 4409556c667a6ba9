package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.alerts.AlertKind;
import dev.rota.alerts.AlertMailer;
import dev.rota.alerts.AlertSender;
import dev.rota.alerts.AlertSettings;
import dev.rota.alerts.Alerts;
import dev.rota.alerts.Channel;
import dev.rota.alerts.ChannelState;
import dev.rota.alerts.Target;
import dev.rota.mail.MailTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Alerts as properties say. */
class AlertsTest {
    private static final String SECRET = "a-secret-that-is-long-enough";

    @TempDir
    Path directory;

    private ApplicationContextRunner runner;

    @BeforeEach
    void sqlite() {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RotaDataSourceAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        RotaAutoConfiguration.class,
                        RotaAlertsAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Mailing {
        final BlockingQueue<String> mails = new LinkedBlockingQueue<>();

        @Bean
        BlockingQueue<String> mails() {
            return mails;
        }

        @Bean
        MailTransport transport() {
            return mail -> mails.add(
                    mail.from() + " to " + mail.to() + ": " + mail.text().subject());
        }
    }

    private void fails(String says, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            assertThat(StartTest.shown(context.getStartupFailure())).contains(says);
        });
    }

    @Test
    void without_properties_nobody_is_told_and_no_slots_are_set_aside() {
        runner.run(context -> {
            assertThat(context.getBean(AlertSettings.class)).isEqualTo(AlertSettings.DEFAULTS);
            assertThat(context.getBean(Alerts.class).channels()).isEmpty();
            assertThat(context.getBean(dev.rota.Rota.class).type(AlertSender.NAME))
                    .isEmpty();
        });
    }

    @Test
    void properties_say_who_is_told_what() {
        runner.withUserConfiguration(Mailing.class)
                .withPropertyValues(
                        "rota.schedules.zone=Europe/Riga",
                        "rota.alerts.channels.ops.to=anna@example.org,otto@example.org",
                        "rota.alerts.channels.ops.quiet=22:00-07:00",
                        "rota.alerts.channels.hook.url=https://hooks.example.org/T0KEN",
                        "rota.alerts.channels.hook.secret=" + SECRET,
                        "rota.alerts.channels.hook.kinds=queue.unworked,worker.lost",
                        "rota.alerts.repeat=4h",
                        "rota.alerts.failure-rate=0.5",
                        "rota.alerts.longest-waits.reports=1h",
                        "rota.alerts.link=https://example.org/rota")
                .run(context -> {
                    AlertSettings settings = context.getBean(AlertSettings.class);
                    assertThat(settings.channels()).extracting(Channel::name).containsExactly("hook", "ops");
                    Channel hook = settings.channels().get(0);
                    Channel ops = settings.channels().get(1);
                    assertThat(hook.kinds()).containsExactlyInAnyOrder(AlertKind.QUEUE_UNWORKED, AlertKind.WORKER_LOST);
                    assertThat(hook.target()).isInstanceOf(Target.Webhook.class);
                    assertThat(ops.quiet()).hasToString("22:00–07:00 Europe/Riga");
                    assertThat(settings.repeat()).isEqualTo(Duration.ofHours(4));
                    assertThat(settings.rules().failureRate()).isEqualTo(0.5);
                    assertThat(settings.rules().waitIn("reports")).isEqualTo(Duration.ofHours(1));
                    assertThat(context.getBean(RotaProperties.class).toString())
                            .doesNotContain("T0KEN")
                            .doesNotContain(SECRET)
                            .doesNotContain("anna");
                    assertThat(context.getBean(Alerts.class).channels())
                            .extracting(ChannelState::target)
                            .containsExactly("https://hooks.example.org/…", "a•••@example.org, o•••@example.org");
                });
    }

    @Test
    void mails_go_by_the_applications_own_transport() {
        runner.withUserConfiguration(Mailing.class)
                .withPropertyValues(
                        "rota.alerts.channels.ops.to=anna@example.org", "rota.alerts.from=Rota <rota@example.org>")
                .run(context -> {
                    context.getBean(Alerts.class).test("ops", "anna");
                    assertThat(context.getBean(Mailing.class).mails.poll(60, TimeUnit.SECONDS))
                            .isEqualTo("Rota <rota@example.org> to anna@example.org: [Rota] Test of channel ops");
                });
    }

    @Test
    void a_mailer_of_the_application_comes_first_and_needs_no_mail_module() {
        BlockingQueue<String> mails = new LinkedBlockingQueue<>();
        AlertMailer mailer = (id, to, text) -> mails.add(to);
        runner.withClassLoader(new FilteredClassLoader("dev.rota.mail"))
                .withBean(AlertMailer.class, () -> mailer)
                .withPropertyValues("rota.alerts.channels.ops.to=anna@example.org")
                .run(context -> {
                    context.getBean(Alerts.class).test("ops", "anna");
                    assertThat(mails.poll(60, TimeUnit.SECONDS)).isEqualTo("anna@example.org");
                });
    }

    @Test
    void they_can_be_switched_off() {
        runner.withPropertyValues("rota.alerts.channels.ops.to=anna@example.org", "rota.alerts.enabled=false")
                .run(context ->
                        assertThat(context.getBean(Alerts.class).channels()).isEmpty());
    }

    @Test
    void what_is_wrong_stops_the_start() {
        fails("nothing to send them with", "rota.alerts.channels.ops.to=anna@example.org");
        fails("rota.alerts.channels.ops: found neither to and url", "rota.alerts.channels.ops.quiet=22:00-07:00");
        fails("a webhook needs a secret", "rota.alerts.channels.hook.url=https://example.org/hook");
        fails(
                "expected two times such as",
                "rota.alerts.channels.ops.to=a@example.org",
                "rota.alerts.channels.ops.quiet=x");
        fails("rota.alerts: Failure rate is 2.0", "rota.alerts.failure-rate=2");
        fails("rota.alerts.channels.ops.quite is not known", "rota.alerts.channels.ops.quite=22:00-07:00");
    }
}
