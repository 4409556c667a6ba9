package dev.rota.spring;

import ch.qos.logback.classic.LoggerContext;
import dev.rota.Rota;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Lines that handlers log stand in the logs of their jobs, if the application logs with Logback. */
@AutoConfiguration(after = RotaAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnBean(Rota.class)
@ConditionalOnBooleanProperty(name = "rota.job-log.enabled", matchIfMissing = true)
public final class RotaJobLogAutoConfiguration {
    @Bean
    JobLogCopying rotaJobLogCopying(RotaProperties properties) {
        return new JobLogCopying(properties.jobLog());
    }

    /** Attaches the appender as long as the context lives. */
    record JobLogCopying(RotaProperties.JobLog settings) implements InitializingBean, DisposableBean {
        @Override
        public void afterPropertiesSet() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                JobLogAppender.attach(context, settings.level());
            }
        }

        @Override
        public void destroy() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                JobLogAppender.detach(context);
            }
        }
    }
}
