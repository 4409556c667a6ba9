package dev.rota.systems.chat;

import dev.rota.systems.chat.admin.ChatDesk;
import dev.rota.systems.chat.duty.ChatSettings;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.jobs.ChatJobs;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * The chat's tables, jobs and commands, without endpoints: all that a program needs which serves no requests. The program
 * gives what {@link ChatConfiguration} names.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChatProperties.class)
@Import({ChatJobs.class, ChatDesk.class})
public class ChatBackOffice {

    @Bean
    InitializingBean chatSchema(DataSource database) {
        return () -> {
            SystemSchema.COMMON.migrate(database);
            SystemSchema.of("chat").migrate(database);
        };
    }

    @Bean
    ChatSettings chatSettings(ChatProperties properties) {
        return properties.settings();
    }

    @Bean
    @DependsOn("chatSchema")
    Housekeeping chatHousekeeping(JdbcClient jdbc, TransactionTemplate transactions, ChatSettings settings) {
        return new Housekeeping(jdbc, transactions, settings);
    }

    @Bean
    @DependsOn("chatSchema")
    Demonstration chatDemonstration(
            JdbcTemplate jdbc, TransactionTemplate transactions, ChatSettings settings, JsonMapper json) {
        return new ChatDemonstration(jdbc, transactions, settings, json);
    }
}
