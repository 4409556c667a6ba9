package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.mail.Mail;
import dev.rota.mail.MailText;
import dev.rota.mail.MailTransport;
import dev.rota.web.MailFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** Mails in development and tests, which nobody is to get. */
class MailCaptureTest {
    @TempDir
    Path directory;

    private ApplicationContextRunner runner(String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RotaMailAutoConfiguration.class))
                .withPropertyValues("rota.mail.directory=" + directory.resolve("mails"))
                .withPropertyValues(properties);
    }

    static class OwnTransport {
        static final AtomicInteger SENT = new AtomicInteger();

        @Bean
        MailTransport transport() {
            return mail -> SENT.incrementAndGet();
        }
    }

    @Test
    void a_mail_is_filed_and_shown_and_not_sent() {
        OwnTransport.SENT.set(0);
        runner("rota.mail.mode=capture", "spring.profiles.active=dev")
                .withUserConfiguration(OwnTransport.class)
                .run(context -> {
                    context.getBean(MailTransport.class)
                            .send(Mail.of(
                                    "1@shop.example",
                                    "shop@example.org",
                                    "ana@example.org",
                                    new MailText("Hello", "Your order is here", null)));
                    MailFolder folder = context.getBean(MailFolder.class);
                    assertThat(folder.list(10)).singleElement().satisfies(mail -> {
                        assertThat(mail.subject()).isEqualTo("Hello");
                        assertThat(mail.to()).contains("ana@example.org");
                    });
                    assertThat(folder.find(1).orElseThrow().text()).contains("Your order is here");
                });
        assertThat(OwnTransport.SENT).hasValue(0);
    }

    @Test
    void unless_it_is_said_mails_are_the_applications_own() {
        runner().withUserConfiguration(OwnTransport.class).run(context -> {
            assertThat(context).hasSingleBean(MailTransport.class).doesNotHaveBean(MailFolder.class);
            assertThat(Files.exists(directory.resolve("mails"))).isFalse();
        });
    }

    @Test
    void in_production_it_is_refused_with_a_sentence() {
        runner("rota.mail.mode=capture", "spring.profiles.active=prod").run(context -> {
            assertThat(context).hasFailed();
            assertThat(StartTest.shown(context.getStartupFailure()))
                    .contains(
                            "rota.mail.mode is capture, and the profile is one for production",
                            "Remove rota.mail.mode there");
        });
        assertThat(Files.exists(directory.resolve("mails"))).isFalse();
    }
}
