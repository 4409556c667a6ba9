package dev.rota.benchmarks;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
import dev.rota.job.JobType;
import dev.rota.postgres.PostgresSettings;
import dev.rota.postgres.PostgresStore;
import dev.rota.schedule.Schedule;
import dev.rota.sqlite.SqliteSettings;
import dev.rota.sqlite.SqliteStore;
import dev.rota.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Rota as a program uses it: its front door, its defaults, more slots. */
final class RotaContender implements Contender {
    private static final JobType<Payload> TYPE = JobType.of("bench.job", Payload.class);
    private static final int SLOTS = 64;

    private final Setup setup;
    private final Store store;
    private volatile LongConsumer handler = number -> {};
    private final Rota rota;

    RotaContender(Setup setup) {
        this.setup = setup;
        this.store = setup.isSqlite()
                ? SqliteStore.open(
                        Path.of(setup.sqliteFile()),
                        SqliteSettings.DEFAULTS.synchronous(
                                SqliteSettings.Synchronous.valueOf(setup.option("synchronous", "FULL"))))
                : PostgresStore.open(PostgresSettings.of(setup.url(), null, null));
        this.rota = Rota.builder(store, new JacksonCodec())
                .handler(TYPE, (args, job) -> handler.accept(args.n()))
                .slots(SLOTS)
                .build();
    }

    @Override
    public void open() {}

    @Override
    public void enqueue(long number) {
        rota.enqueue(TYPE, Payload.of(number));
    }

    @Override
    public void enqueueAll(long from, int count) {
        rota.enqueueAll(TYPE, LongStream.range(from, from + count).mapToObj(Payload::of));
    }

    @Override
    public void fill(long from, long count) throws SQLException {
        if (setup.isSqlite()) {
            enqueueAll(from, (int) count);
            return;
        }
        setup.run("insert into rota_queue (name) values ('default') on conflict do nothing");
        setup.run(
                "insert into rota_job (id, type, version, args, queue, priority, state, claimable, due_at, max_attempts,"
                        + " enqueued_at) select nextval('rota_job_id'), '" + TYPE.name() + "', 1, '{\"n\":' || n ||"
                        + " ',\"text\":\"" + "x".repeat(75) + "\"}', 'default', "
                        + TYPE.settings().priority()
                        + ", 'queued', true, now(), 5, now() from generate_series(" + from + ", " + (from + count - 1)
                        + ") n");
    }

    @Override
    public void start(LongConsumer newHandler) {
        handler = newHandler;
        rota.start();
    }

    @Override
    public void stop() {
        rota.stop(Duration.ofSeconds(20));
    }

    @Override
    public boolean isDrained() throws SQLException {
        return setup.number("select count(*) from (select 1 from rota_job limit 1) j") == 0;
    }

    @Override
    public long history() throws SQLException {
        return setup.number("select count(*) from rota_history where state = 'succeeded'");
    }

    @Override
    public void schedule(List<Instant> dues) {
        Schedule[] schedules = new Schedule[dues.size()];
        for (int i = 0; i < schedules.length; i++) {
            schedules[i] = Schedule.cron("bench-" + i, Crons.unixWithSeconds(dues.get(i)), ZoneOffset.UTC)
                    .runs(TYPE, Payload.of(i));
        }
        rota.schedules().put(schedules);
    }

    @Override
    public void close() {
        rota.close();
        store.close();
    }
}
