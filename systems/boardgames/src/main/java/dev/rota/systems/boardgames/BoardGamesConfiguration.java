package dev.rota.systems.boardgames;

import dev.rota.Rota;
import dev.rota.systems.boardgames.admin.BoardGamesEndpoints;
import dev.rota.systems.boardgames.jobs.AlertJobsSettings;
import dev.rota.systems.boardgames.jobs.BoardGamesJobs;
import dev.rota.systems.common.Demonstration;
import dev.rota.systems.common.SystemSchema;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The board-game library as part of a Spring Boot program with a {@link Rota}. The program gives a DataSource and sets
 * {@code boardgames.jwt.secret}, and {@code spring.flyway.enabled=false} where Boot's Flyway is about, for the systems
 * bring up their own tables.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BoardGamesProperties.class)
@Import({BoardGamesJobs.class, BoardGamesEndpoints.class})
public class BoardGamesConfiguration {

    @Bean
    InitializingBean boardgamesSchema(DataSource database) {
        return () -> {
            SystemSchema.COMMON.migrate(database);
            SystemSchema.of("boardgames").migrate(database);
        };
    }

    @Bean
    AlertJobsSettings boardgamesAlertJobsSettings(BoardGamesProperties properties) {
        return properties.settings();
    }

    @Bean
    @DependsOn("boardgamesSchema")
    Demonstration boardgamesDemonstration(JdbcTemplate jdbc, TransactionTemplate transactions) {
        return new BoardGamesDemonstration(jdbc, transactions);
    }
}
