package dev.rota.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.job.FingerprintStrategy;
import dev.rota.job.FingerprintStrategy.Fingerprint;
import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import dev.rota.store.FailureStore.Group;
import dev.rota.store.FailureStore.Tab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** Which failures are alike in an application. */
class FingerprintsTest {
    @TempDir
    Path directory;

    private List<Group> groups(Class<?>... configurations) {
        List<Group> found = new ArrayList<>();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        RotaDataSourceAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        RotaAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=jdbc:sqlite:" + directory.resolve("app.db"), "rota.worker.enabled=false")
                .withUserConfiguration(configurations)
                .run(context -> {
                    Rota rota = context.getBean(Rota.class);
                    rota.enqueue(JobType.of("shop.break"));
                    rota.runDue();
                    found.addAll(rota.store().failures().list(Tab.ALL, null, 10));
                });
        return found;
    }

    @AutoConfigurationPackage(basePackages = "dev.rota.spring")
    static class Shop {
        @Bean
        @RotaJob("shop.break")
        JobHandler<Void> breaking() {
            return (nothing, job) -> {
                throw new IllegalStateException("torn");
            };
        }
    }

    static class OwnStrategy {
        @Bean
        FingerprintStrategy all() {
            return (error, type) -> new Fingerprint("all", "everything");
        }
    }

    @Test
    void frames_of_the_applications_packages_are_its_own() {
        assertThat(groups(Shop.class))
                .extracting(group -> group.sample().title())
                .singleElement()
                .asString()
                .startsWith("IllegalStateException at FingerprintsTest.Shop.");
    }

    @Test
    void a_bean_says_it_otherwise() {
        assertThat(groups(Shop.class, OwnStrategy.class))
                .extracting(Group::fingerprint)
                .containsExactly("all");
    }
}
