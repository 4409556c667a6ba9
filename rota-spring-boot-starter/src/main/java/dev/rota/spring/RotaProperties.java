package dev.rota.spring;

import dev.rota.alerts.AlertKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The {@code rota.*} properties with their defaults.
 *
 * @param enabled whether there is a Rota at all. Beans that need one fail to start without it; to enqueue and not work
 *     jobs, set {@code rota.worker.enabled} to false instead
 * @param application the name of this application among those that share the database; {@code spring.application.name}
 *     unless set. With a name, schedules that its code defines no more are orphaned when it starts: all its processes must
 *     define the same ones
 * @param datasource which database jobs stand in
 * @param sqlite how a SQLite file is used
 * @param postgres the PostgreSQL database of {@code rota.datasource=separate}
 * @param worker how this process works jobs
 * @param retention how long what is over is kept
 * @param schedules what {@code @RotaSchedule} means unless it says otherwise
 * @param jobLog which lines of the application's log are kept with a job
 * @param localTasks how tasks run that are kept in memory alone
 * @param alerts who is told of what needs somebody
 * @param settings what may be set while the program runs
 */
@ConfigurationProperties("rota")
public record RotaProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String application,
        @DefaultValue("application") Place datasource,
        @DefaultValue Sqlite sqlite,
        @DefaultValue Postgres postgres,
        @DefaultValue Worker worker,
        @DefaultValue Retention retention,
        @DefaultValue Schedules schedules,
        @DefaultValue JobLog jobLog,
        @DefaultValue LocalTasks localTasks,
        @DefaultValue Alerts alerts,
        @DefaultValue Settings settings) {

    /** Which database jobs stand in. */
    public enum Place {
        /** The application's, so that enqueueing joins its transactions; {@code rota.sqlite.file} if it has none. */
        APPLICATION,
        /**
         * Another than the application's: {@code rota.postgres.url} if it is set, else {@code rota.sqlite.file}. A job is
         * durable when enqueue returns, whatever becomes of the transaction around it.
         */
        SEPARATE
    }

    /**
     * How a SQLite file is used.
     *
     * @param file the file, relative to the working directory. Counts when the application has no database of its own, and
     *     with {@code rota.datasource=separate}
     * @param busyTimeout how long a write waits for another one
     */
    public record Sqlite(
            @DefaultValue("rota.db") Path file,
            @DefaultValue("10s") Duration busyTimeout) {}

    /**
     * The PostgreSQL database of {@code rota.datasource=separate}.
     *
     * @param url {@code jdbc:postgresql://host:port/database}; null for none
     * @param username null if the URL names the user
     * @param password null if the URL names it or none is needed
     * @param poolSize connections at the most, 2 or more; one more listens
     * @param transactionPooler whether a pooler stands between that gives a connection to another client after each
     *     transaction, such as PgBouncer
     */
    public record Postgres(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("10") int poolSize,
            @DefaultValue("false") boolean transactionPooler) {
        /** Without password. */
        @Override
        public String toString() {
            return "Postgres[url=" + url + ", username=" + username + ", poolSize=" + poolSize + "]";
        }
    }

    /**
     * How this process works jobs.
     *
     * @param enabled false for a process that only enqueues
     * @param name of the worker, for people; the name of the application unless set
     * @param version of the program, for people; what the build says unless set
     * @param slots how many jobs run at once in all queues that have no slots of their own
     * @param queueSlots how many jobs run at once in a queue, by the name of the queue
     * @param poll how often the database is asked for jobs when nothing wakes the worker; 10 ms or longer
     * @param lease a worker silent for this long is given up, and its jobs are rescued; 2 s or longer
     * @param grace how long a shutdown waits for running jobs before it interrupts them and gives them back; must be less
     *     than {@code spring.lifecycle.timeout-per-shutdown-phase}
     * @param maxCrashes a job that has taken more workers with it than this is failed
     */
    public record Worker(
            @DefaultValue("true") boolean enabled,
            @Nullable String name,
            @Nullable String version,
            @DefaultValue("20") int slots,
            @DefaultValue Map<String, Integer> queueSlots,
            @DefaultValue("1s") Duration poll,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("20s") Duration grace,
            @DefaultValue("3") int maxCrashes) {}

    /**
     * How long what is over is kept.
     *
     * @param history jobs that succeeded or were cancelled, with attempts and logs
     * @param failed jobs that failed, with attempts and logs
     * @param fires the fires of schedules
     * @param audit who did what in the dashboard, with REST or with the commands
     */
    public record Retention(
            @DefaultValue("30d") Duration history,
            @DefaultValue("30d") Duration failed,
            @DefaultValue("400d") Duration fires,
            @DefaultValue("400d") Duration audit) {}

    /**
     * What {@code @RotaSchedule} means unless it says otherwise.
     *
     * @param zone in which cron expressions are read
     */
    public record Schedules(@DefaultValue("UTC") ZoneId zone) {}

    /**
     * Which lines of the application's log are kept with a job. Needs Logback.
     *
     * @param enabled whether lines that are logged on a handler's thread are copied to the log of its job
     * @param level the least level that is copied
     */
    public record JobLog(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("INFO") dev.rota.job.LogLevel level) {}

    /**
     * How tasks run that are kept in memory alone: see {@link BackgroundTasks#local}.
     *
     * @param threads how many run at once
     * @param capacity how many may wait or run
     */
    public record LocalTasks(
            @DefaultValue("4") int threads,
            @DefaultValue("1000") int capacity) {}

    /**
     * Who is alerted to what needs somebody. The same in all processes that share a database.
     *
     * @param enabled false to tell nobody
     * @param channels ways to tell somebody, by name
     * @param from the sender of mails
     * @param link the address of the dashboard that links in alerts begin with; no links unless set
     * @param interval how often conditions are checked, by all processes together; 1 s or longer
     * @param settle how long a condition must be gone before it counts as resolved
     * @param repeat after which time what still lasts is told again; never unless set
     * @param failureRate the share of attempts that may fail, of each type
     * @param failureWindow over which time failures are counted, 1 minute to 1 day
     * @param failureLeast fewer attempts than this in that time tell nothing
     * @param unworked how long jobs may wait in a queue that no worker takes from
     * @param longestWait how long a job that is due may wait in a queue
     * @param longestWaits the same for queues where it is another, by the name of the queue
     * @param slowFactor how many times as long as 95 % of the jobs of its type a job may run
     * @param slowLeast a job that has run for less than this is never slow
     */
    public record Alerts(
            @DefaultValue("true") boolean enabled,
            @DefaultValue Map<String, AlertChannel> channels,
            @DefaultValue("rota@localhost") String from,
            @Nullable URI link,
            @DefaultValue("30s") Duration interval,
            @DefaultValue("5m") Duration settle,
            @Nullable Duration repeat,
            @DefaultValue("0.2") double failureRate,
            @DefaultValue("15m") Duration failureWindow,
            @DefaultValue("20") int failureLeast,
            @DefaultValue("1m") Duration unworked,
            @DefaultValue("5m") Duration longestWait,
            @DefaultValue Map<String, Duration> longestWaits,
            @DefaultValue("3.0") double slowFactor,
            @DefaultValue("1m") Duration slowLeast) {}

    /**
     * What may be set while the program runs, in the dashboard and with REST.
     *
     * @param editable false to freeze flags, schedules, limits of queues, switches of alerts, users and tokens: what the
     *     configuration and the code say then counts until the program is started with something else
     */
    public record Settings(@DefaultValue("true") boolean editable) {}

    /**
     * A way to tell somebody: either {@code to} or {@code url} is set.
     *
     * @param to mail addresses
     * @param url of a webhook, http or https
     * @param secret what calls of the webhook are signed with, 16 characters or more
     * @param quiet when nothing is told, as {@code 22:00-07:00}; never unless set
     * @param zone of the quiet time; {@code rota.schedules.zone} unless set
     * @param kinds what is told there; everything unless set
     */
    public record AlertChannel(
            @DefaultValue List<String> to,
            @Nullable URI url,
            @Nullable String secret,
            @Nullable String quiet,
            @Nullable ZoneId zone,
            @DefaultValue Set<AlertKind> kinds) {
        /** Without addresses and secret. */
        @Override
        public String toString() {
            return "AlertChannel[" + (url == null ? "mail" : "webhook") + "]";
        }
    }
}
