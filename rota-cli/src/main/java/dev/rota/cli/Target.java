package dev.rota.cli;

import dev.rota.job.Attempt;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.LogLine;
import dev.rota.schedule.Fire;
import dev.rota.schedule.ScheduleDefinition;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.JobArchive.Query;
import dev.rota.store.JobStore.Change;
import dev.rota.store.QueueStore.Limits;
import dev.rota.store.QueueStore.Queue;
import dev.rota.store.Store.Migration;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What commands read and change. All that is known of where jobs stand is known behind this interface. */
interface Target extends AutoCloseable {
    /** What it is, for people, without password. */
    String describe();

    Instant now();

    List<Job> jobs(Query query);

    Optional<Job> job(long id);

    List<Attempt> attempts(long jobId);

    List<LogLine> log(long jobId, long afterSeq, int limit);

    Optional<String> whyWaiting(long jobId);

    /** How many jobs are in each live state and failed, each counted up to {@link #COUNT_CAP}. */
    Map<JobState, Long> counts();

    Change retry(long jobId, String by);

    Change cancel(long jobId, String by, String reason);

    Change runNow(long jobId, String by);

    Change delete(long jobId, String by);

    List<StoredSchedule> schedules();

    Optional<StoredSchedule> schedule(String name);

    /** The latest fires, the latest first. */
    List<Fire> fires(String schedule, int limit);

    Optional<Fire> fireNow(String schedule, String by);

    boolean pauseSchedule(String name, StoredSchedule.Pause pause);

    boolean resumeSchedule(String name);

    /** Makes a schedule, or lays an override over one. */
    void overrideSchedule(ScheduleDefinition definition, String by, @Nullable String reason);

    boolean removeSchedule(String name);

    List<Queue> queues();

    void limitQueue(String queue, Limits limits);

    void pauseQueue(String queue, String by, @Nullable String reason, @Nullable Instant until);

    boolean resumeQueue(String queue);

    List<Worker> workers();

    /** The steps that this program knows, in order. */
    List<Migration> migrations();

    /** The version of the tables; 0 if there are none. */
    int version();

    void migrate();

    @Override
    void close();

    /** Where counting stops. */
    int COUNT_CAP = 10_000;
}
