package dev.rota.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.PlainScheduleAndData;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTaskWithPersistentSchedule;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** db-scheduler: its table of the documentation, text as data, a poll of 100 ms, lock-and-fetch or fetch. */
final class DbSchedulerContender implements Contender {
    private static final int THREADS = 50;

    private final Setup setup;
    private final boolean lockAndFetch;
    private final HikariDataSource pool;
    private volatile LongConsumer handler = number -> {};
    private final OneTimeTask<String> task;
    private final RecurringTaskWithPersistentSchedule<PlainScheduleAndData> recurring;
    private final SchedulerClient client;
    private @Nullable Scheduler scheduler;

    DbSchedulerContender(Setup setup, boolean lockAndFetch) {
        this.setup = setup;
        this.lockAndFetch = lockAndFetch;
        this.pool = setup.pool(20);
        this.task = Tasks.oneTime("bench.job", String.class)
                .execute((instance, context) -> handler.accept(number(instance.getData())));
        this.recurring = Tasks.recurringWithPersistentSchedule("bench.schedule", PlainScheduleAndData.class)
                .execute((instance, context) -> handler.accept(Long.parseLong(instance.getId())));
        this.client = SchedulerClient.Builder.create(pool, task, recurring)
                .serializer(new JsonText())
                .build();
    }

    private static long number(String json) {
        return Long.parseLong(json.substring(json.indexOf(':') + 1, json.indexOf(',')));
    }

    /** Text as it stands: what db-scheduler stores is then as long as what the others store. */
    private static final class JsonText implements Serializer {
        private final Serializer other = Serializer.DEFAULT_JAVA_SERIALIZER;

        @Override
        public byte[] serialize(@Nullable Object data) {
            return data instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : other.serialize(data);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] bytes) {
            return type == String.class
                    ? type.cast(new String(bytes, StandardCharsets.UTF_8))
                    : other.deserialize(type, bytes);
        }
    }

    @Override
    public void open() throws SQLException {
        setup.run(
                """
                create table if not exists scheduled_tasks (
                    task_name text not null, task_instance text not null, task_data bytea,
                    execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
                    last_success timestamp with time zone, last_failure timestamp with time zone,
                    consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,
                    priority smallint, primary key (task_name, task_instance))""",
                "create index if not exists execution_time_idx on scheduled_tasks (execution_time)",
                "create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat)");
    }

    private TaskInstance<String> instance(long number) {
        return task.instance(Long.toString(number), Payload.json(number));
    }

    @Override
    public void enqueue(long number) {
        client.scheduleIfNotExists(instance(number), Instant.now());
    }

    @Override
    public void enqueueAll(long from, int count) {
        List<TaskInstance<?>> batch = new ArrayList<>();
        for (long n = from; n < from + count; n++) {
            batch.add(instance(n));
            if (batch.size() == 1_000) {
                client.scheduleBatch(batch, Instant.now());
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            client.scheduleBatch(batch, Instant.now());
        }
    }

    @Override
    public void fill(long from, long count) throws SQLException {
        setup.run("insert into scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version)"
                + " select 'bench.job', n, convert_to('{\"n\":' || n || ',\"text\":\"" + "x".repeat(75)
                + "\"}', 'UTF8'), now(), false, 1 from generate_series(" + from + ", " + (from + count - 1) + ") n");
    }

    @Override
    public void start(LongConsumer newHandler) {
        handler = newHandler;
        SchedulerBuilder builder = Scheduler.create(pool, task, recurring)
                .threads(THREADS)
                .serializer(new JsonText())
                .pollingInterval(Duration.ofMillis(setup.number("poll", 100)));
        scheduler = (lockAndFetch ? builder.pollUsingLockAndFetch(1.0, 8.0) : builder.pollUsingFetch(0.5, 6.0)).build();
        scheduler.start();
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }

    @Override
    public boolean isDrained() throws SQLException {
        return setup.number("select count(*) from (select 1 from scheduled_tasks limit 1) j") == 0;
    }

    @Override
    public void schedule(List<Instant> dues) {
        for (int i = 0; i < dues.size(); i++) {
            client.scheduleIfNotExists(recurring.schedulableInstance(
                    Integer.toString(i),
                    new PlainScheduleAndData(new CronSchedule(Crons.unixWithSeconds(dues.get(i)), ZoneOffset.UTC))));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
