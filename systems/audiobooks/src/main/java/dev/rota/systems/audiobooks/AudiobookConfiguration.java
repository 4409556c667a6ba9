package dev.rota.systems.audiobooks;

import dev.rota.systems.audiobooks.catalogue.Collection;
import dev.rota.systems.audiobooks.jobs.AudiobookJobs;
import dev.rota.systems.audiobooks.source.Pauses;
import dev.rota.systems.audiobooks.source.PoliteClient;
import dev.rota.systems.audiobooks.source.SourceHealth;
import dev.rota.systems.audiobooks.source.Sources;
import dev.rota.systems.audiobooks.web.AudiobookEndpoints;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.SystemSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The audiobooks as part of a Spring Boot program. The program gives a DataSource and an InstantSource, and sets {@code
 * spring.flyway.enabled=false}, for the systems bring up their own tables. What can be configured is named at {@link
 * AudiobookSettings}.
 */
@Configuration(proxyBeanMethods = false)
@Import({AudiobookTasks.class, AudiobookJobs.class, AudiobookEndpoints.class})
public class AudiobookConfiguration {

    @Bean
    InitializingBean audiobookSchema(DataSource database, AudiobookSettings settings) {
        return () -> {
            checkStore(database, settings.scheduler().store());
            SystemSchema.COMMON.migrate(database);
            SystemSchema.of("audio").migrate(database);
        };
    }

    private static void checkStore(DataSource database, @Nullable String expected) throws SQLException {
        if (expected != null) {
            try (Connection connection = database.getConnection()) {
                String found = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
                if (!found.startsWith(expected)) {
                    throw new IllegalStateException("SCHEDULER_JOB_STORE is " + expected + ", found a database of "
                            + found + "; set spring.datasource.url to the one that is meant, or leave the name away");
                }
            }
        }
    }

    @Bean
    AudiobookSettings audiobookSettings(Environment environment) {
        return new SettingsReader(environment::getProperty).read();
    }

    @Bean(destroyMethod = "close")
    CatalogueHost audiobookCatalogueHost(AudiobookSettings settings) {
        return CatalogueHost.start(settings.sources());
    }

    @Bean
    @DependsOn("audiobookSchema")
    Sources audiobookSources(JdbcClient jdbc, CatalogueHost host) {
        Sources sources = new Sources(jdbc);
        host.sources().forEach(sources::put);
        return sources;
    }

    @Bean
    SourceHealth audiobookSourceHealth(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
        return new SourceHealth(jdbc, transactions, clock);
    }

    @Bean
    PoliteClient audiobookClient(SourceHealth health, InstantSource clock) {
        return new PoliteClient(health, Pauses.REAL, clock);
    }

    @Bean
    Collection audiobookCollection(JdbcClient jdbc, TransactionTemplate transactions) {
        return new Collection(jdbc, transactions);
    }

    @Bean
    Demonstration audiobookDemonstration(
            JdbcClient jdbc, Collection collection, CatalogueHost host, AudiobookSettings settings) {
        return new AudiobookDemonstration(jdbc, collection, host, settings);
    }
}
