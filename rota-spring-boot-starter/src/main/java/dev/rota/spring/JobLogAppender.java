package dev.rota.spring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.rota.job.CurrentJob;
import dev.rota.job.JobContext;
import dev.rota.job.LogLevel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Copies what is logged on a handler's thread to the log of its job. What Rota itself logs there is about the engine and is
 * left out. Loggers that do not pass their lines on to the root logger are not seen.
 */
final class JobLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String NAME = "rota-job-log";
    private static final String USERS = "rota-job-log-users";
    private static final List<String> OWN = List.of(
            "dev.rota.engine.",
            "dev.rota.jackson.",
            "dev.rota.jdbc.",
            "dev.rota.postgres.",
            "dev.rota.spring.",
            "dev.rota.sqlite.");

    private final Level least;

    private JobLogAppender(LogLevel least) {
        this.least = Level.valueOf(least.name());
    }

    /** Copies lines from now on. All application contexts of a process share one appender, and its level. */
    static void attach(LoggerContext context, LogLevel least) {
        synchronized (context) {
            AtomicInteger users = context.getObject(USERS) instanceof AtomicInteger known ? known : new AtomicInteger();
            context.putObject(USERS, users);
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            if (users.getAndIncrement() == 0 || root.getAppender(NAME) == null) {
                JobLogAppender appender = new JobLogAppender(least);
                appender.setName(NAME);
                appender.setContext(context);
                appender.start();
                root.addAppender(appender);
            }
        }
    }

    /** Undoes one {@link #attach}. */
    static void detach(LoggerContext context) {
        synchronized (context) {
            if (context.getObject(USERS) instanceof AtomicInteger users && users.decrementAndGet() == 0) {
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(NAME);
            }
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(least)
                && OWN.stream().noneMatch(own -> event.getLoggerName().startsWith(own))) {
            CurrentJob.get().ifPresent(job -> copy(event, job));
        }
    }

    private static void copy(ILoggingEvent event, JobContext job) {
        String line = event.getFormattedMessage();
        if (event.getThrowableProxy() != null) {
            line += "\n"
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
        }
        job.log().log(level(event.getLevel()), line);
    }

    private static LogLevel level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> LogLevel.ERROR;
            case Level.WARN_INT -> LogLevel.WARN;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            default -> LogLevel.TRACE;
        };
    }
}
