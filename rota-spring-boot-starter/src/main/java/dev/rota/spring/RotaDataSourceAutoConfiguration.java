package dev.rota.spring;

import dev.rota.sqlite.SqliteDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Gives an application that names no database the SQLite file {@code rota.sqlite.file}, for its own tables and for Rota's:
 * {@code spring.datasource.url} moves both to PostgreSQL.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@ConditionalOnClass(SqliteDataSource.class)
@ConditionalOnBooleanProperty(name = "rota.enabled", matchIfMissing = true)
@ConditionalOnMissingBean({DataSource.class, JdbcConnectionDetails.class})
@Conditional(RotaDataSourceAutoConfiguration.NoDatabaseNamed.class)
@EnableConfigurationProperties(RotaProperties.class)
public final class RotaDataSourceAutoConfiguration {
    @Bean
    SqliteDataSource rotaDataSource(RotaProperties properties) {
        return SqliteDataSource.open(properties.sqlite().file(), SqliteGating.settings(properties));
    }

    /** True if Spring Boot would find no database either. */
    static final class NoDatabaseNamed extends SpringBootCondition {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ConditionMessage.Builder message = ConditionMessage.forCondition("Rota's own SQLite file");
            for (String property : new String[] {"spring.datasource.url", "spring.datasource.jndi-name"}) {
                if (context.getEnvironment().containsProperty(property)) {
                    return ConditionOutcome.noMatch(message.found("property").items(property));
                }
            }
            EmbeddedDatabaseConnection embedded = EmbeddedDatabaseConnection.get(context.getClassLoader());
            return embedded == EmbeddedDatabaseConnection.NONE
                    ? ConditionOutcome.match(message.because("no database is named"))
                    : ConditionOutcome.noMatch(
                            message.found("embedded database").items(embedded));
        }
    }
}
