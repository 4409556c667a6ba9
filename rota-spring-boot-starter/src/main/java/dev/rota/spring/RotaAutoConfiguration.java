package dev.rota.spring;

import dev.rota.Rota;
import dev.rota.RotaBuilder;
import dev.rota.console.ConsoleStore;
import dev.rota.event.RotaListener;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.ArgsCodec;
import dev.rota.job.FingerprintStrategy;
import dev.rota.schedule.Schedule;
import dev.rota.store.CallerTransaction;
import dev.rota.store.JobStore.Retention;
import dev.rota.store.Store;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** The engine: its store, its handlers and schedules, when it starts and stops. */
@AutoConfiguration(after = {RotaDataSourceAutoConfiguration.class, DataSourceAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "rota.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RotaProperties.class)
public final class RotaAutoConfiguration {

    /** Stops the start at a property that nobody reads or that contradicts another. */
    @Bean
    static PropertyCheck rotaPropertyCheck(ConfigurableEnvironment environment) {
        return new PropertyCheck(environment);
    }

    @Bean
    @ConditionalOnMissingBean
    ArgsCodec rotaCodec() {
        return new JacksonCodec();
    }

    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(Store.class)
    OpenedStore rotaOpenedStore(RotaProperties properties, ObjectProvider<DataSource> dataSources) {
        return OpenedStore.open(properties, dataSources.getIfUnique());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Store rotaStore(OpenedStore opened) {
        return opened.store();
    }

    @Bean
    @ConditionalOnMissingBean
    CallerTransaction rotaCallerTransaction(
            ObjectProvider<OpenedStore> opened, ObjectProvider<DataSource> dataSources) {
        OpenedStore store = opened.getIfAvailable();
        return store == null ? CallerTransaction.NONE : store.transaction();
    }

    @Bean
    RotaHandlers rotaHandlers(ConfigurableListableBeanFactory beans) {
        return new RotaHandlers(JobBeans.find(beans));
    }

    /** Its tables are made after the application's, because Flyway wants an empty schema to begin with. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    Rota rota(
            Store store,
            ArgsCodec codec,
            CallerTransaction transaction,
            RotaHandlers handlers,
            RotaSettings settings,
            ObjectProvider<RotaBuilderCustomizer> customizers) {
        RotaBuilder builder = Rota.builder(store, codec).joining(transaction);
        settings.applyTo(builder);
        handlers.jobs().forEach(job -> job.addTo(builder));
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return RotaSettings.built(builder);
    }

    /** By a bean that says it; else by frames of the packages that the application is scanned in. Customizers may overrule it. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    RotaBuilderCustomizer rotaFingerprints(ObjectProvider<FingerprintStrategy> strategies, BeanFactory beans) {
        String[] own = AutoConfigurationPackages.has(beans)
                ? AutoConfigurationPackages.get(beans).toArray(String[]::new)
                : new String[0];
        return builder -> builder.fingerprints(strategies.getIfAvailable(() -> FingerprintStrategy.byFrames(own)));
    }

    @Bean
    RotaSettings rotaSettings(
            RotaProperties properties,
            Environment environment,
            ObjectProvider<BuildProperties> build,
            ObjectProvider<Clock> clock) {
        return new RotaSettings(properties, environment, build.getIfAvailable(), clock.getIfUnique());
    }

    @Bean
    RotaLifecycle rotaLifecycle(
            Rota rota,
            RotaHandlers handlers,
            RotaSettings settings,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<RotaListener> listeners) {
        if (settings.properties().worker().enabled()) {
            handlers.requireIn(rota);
        }
        ScheduleBeans schedules = new ScheduleBeans(
                rota.codec(), settings.properties().schedules().zone(), JobBeans.placeholders(beans));
        RotaLifecycle.Plan plan = new RotaLifecycle.Plan(
                handlers.jobs(),
                schedules.read(handlers.jobs(), beans.getBeansOfType(Schedule.class, true, false)),
                settings.application() != null,
                settings.properties().worker().enabled(),
                settings.grace());
        return new RotaLifecycle(rota, plan, listeners);
    }

    static Retention retention(RotaProperties.Retention retention) {
        return new Retention(retention.history(), retention.failed(), retention.fires());
    }

    static ConsoleStore.Retention consoleRetention(RotaProperties.Retention retention) {
        return ConsoleStore.Retention.DEFAULTS.audit(retention.audit());
    }

    /** One line for all who write to a SQLite file. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "dev.rota.sqlite.SqliteDataSource")
    static class Sqlite {
        @Bean
        static SqliteGating rotaSqliteGating(ObjectProvider<RotaProperties> properties) {
            return new SqliteGating(properties);
        }
    }
}
