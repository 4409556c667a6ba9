package dev.rota.cli;

import dev.rota.Rota;
import dev.rota.jackson.JacksonCodec;
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
import dev.rota.store.Store;
import dev.rota.store.Store.Migration;
import dev.rota.store.WorkerStore.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A database, without any server. Workers see what is changed when they next look: within about a second. */
final class StoreTarget implements Target {
    private final Store store;

    StoreTarget(Store store) {
        this.store = store;
    }

    @Override
    public String describe() {
        return store.describe();
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public List<Job> jobs(Query query) {
        return store.archive().list(query);
    }

    @Override
    public Optional<Job> job(long id) {
        return store.archive().find(id);
    }

    @Override
    public List<Attempt> attempts(long jobId) {
        return store.archive().attempts(jobId);
    }

    @Override
    public List<LogLine> log(long jobId, long afterSeq, int limit) {
        return store.archive().log(jobId, afterSeq, limit);
    }

    @Override
    public Optional<String> whyWaiting(long jobId) {
        return store.archive().whyWaiting(jobId);
    }

    @Override
    public Map<JobState, Long> counts() {
        return store.archive().counts(COUNT_CAP);
    }

    @Override
    public Change retry(long jobId, String by) {
        return store.jobs().retry(jobId, by);
    }

    @Override
    public Change cancel(long jobId, String by, String reason) {
        return store.jobs().cancel(jobId, by, reason);
    }

    @Override
    public Change runNow(long jobId, String by) {
        return store.jobs().runNow(jobId, by);
    }

    @Override
    public Change delete(long jobId, String by) {
        return store.jobs().delete(jobId, by);
    }

    @Override
    public List<StoredSchedule> schedules() {
        return store.schedules().list();
    }

    @Override
    public Optional<StoredSchedule> schedule(String name) {
        return store.schedules().find(name);
    }

    @Override
    public List<Fire> fires(String schedule, int limit) {
        return store.schedules().fires(schedule, limit);
    }

    @Override
    public Optional<Fire> fireNow(String schedule, String by) {
        return store.schedules().runNow(schedule, by);
    }

    @Override
    public boolean pauseSchedule(String name, StoredSchedule.Pause pause) {
        return store.schedules().pause(name, pause);
    }

    @Override
    public boolean resumeSchedule(String name) {
        return store.schedules().resume(name);
    }

    @Override
    public void overrideSchedule(ScheduleDefinition definition, String by, @Nullable String reason) {
        // Never started: it plans the first fire and works nothing.
        Rota.builder(store, new JacksonCodec()).build().schedules().override(definition, by, reason);
    }

    @Override
    public boolean removeSchedule(String name) {
        return store.schedules().remove(name);
    }

    @Override
    public List<Queue> queues() {
        return store.queues().list();
    }

    @Override
    public void limitQueue(String queue, Limits limits) {
        store.queues().limit(queue, limits);
    }

    @Override
    public void pauseQueue(String queue, String by, @Nullable String reason, @Nullable Instant until) {
        store.queues().pause(queue, by, reason, until);
    }

    @Override
    public boolean resumeQueue(String queue) {
        return store.queues().resume(queue);
    }

    @Override
    public List<Worker> workers() {
        return store.workers().list();
    }

    @Override
    public List<Migration> migrations() {
        return store.migrations();
    }

    @Override
    public int version() {
        return store.version();
    }

    @Override
    public void migrate() {
        store.migrate();
    }

    @Override
    public void close() {
        store.close();
    }
}
