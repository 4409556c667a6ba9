package dev.rota.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.storage.sql.sqlite.SqLiteStorageProvider;
import org.jspecify.annotations.Nullable;

/** JobRunr's free edition: job requests, 64 workers, the shortest poll it allows. */
final class JobRunrContender implements Contender {
    private static final int WORKERS = 64;
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(5);

    private static volatile LongConsumer handler = number -> {};

    private final Setup setup;
    private final HikariDataSource pool;
    private final StorageProvider storage;
    private boolean started;

    JobRunrContender(Setup setup) {
        this.setup = setup;
        this.pool = setup.pool(setup.isSqlite() ? 8 : 32);
        this.storage = setup.isSqlite() ? new SqLiteStorageProvider(pool) : new PostgresStorageProvider(pool);
    }

    /** A job of it. */
    public record Request(long n, String text) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** What runs it. */
    public static final class Handler implements JobRequestHandler<Request> {
        @Override
        public void run(Request request) {
            handler.accept(request.n());
        }
    }

    private static Request request(long number) {
        return new Request(number, Payload.of(number).text());
    }

    @Override
    public void open() {
        configure(null);
    }

    private void configure(@Nullable BackgroundJobServerConfiguration server) {
        JobRunrConfiguration configuration = JobRunr.configure().useStorageProvider(storage);
        if (server != null) {
            configuration.useBackgroundJobServer(server);
        }
        BackgroundJobRequest.setJobRequestScheduler(configuration.initialize().getJobRequestScheduler());
    }

    @Override
    public void enqueue(long number) {
        BackgroundJobRequest.enqueue(request(number));
    }

    @Override
    public void enqueueAll(long from, int count) {
        BackgroundJobRequest.enqueue(LongStream.range(from, from + count).mapToObj(JobRunrContender::request));
    }

    @Override
    @SuppressWarnings("StaticAssignmentInConstructor")
    public void start(LongConsumer newHandler) {
        handler = newHandler;
        configure(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                .andWorkerCount(WORKERS)
                .andPollInterval(SHORTEST_POLL));
        started = true;
    }

    @Override
    public void stop() {
        if (started) {
            JobRunr.getBackgroundJobServer().stop();
            started = false;
        }
    }

    @Override
    public boolean isDrained() throws SQLException {
        return setup.number("select count(*) from (select 1 from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')"
                        + " limit 1) j")
                == 0;
    }

    @Override
    public long history() throws SQLException {
        return setup.number("select count(*) from jobrunr_jobs where state = 'SUCCEEDED'");
    }

    @Override
    public void schedule(List<Instant> dues) {
        for (int i = 0; i < dues.size(); i++) {
            BackgroundJobRequest.scheduleRecurrently(
                    "bench-" + i, Crons.unixWithSeconds(dues.get(i)), ZoneOffset.UTC, request(i));
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
