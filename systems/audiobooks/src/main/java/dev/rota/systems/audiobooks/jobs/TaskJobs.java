package dev.rota.systems.audiobooks.jobs;

import dev.rota.job.JobContext;
import dev.rota.spring.RotaJob;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.task.AuthorCompletion;
import dev.rota.systems.audiobooks.task.CatalogCrawl;
import dev.rota.systems.audiobooks.task.MetadataRefresh;
import dev.rota.systems.audiobooks.task.SeriesCompletion;
import dev.rota.systems.audiobooks.task.TaskCleanup;
import dev.rota.systems.audiobooks.task.TaskFailedException;
import dev.rota.systems.audiobooks.task.TaskName;
import dev.rota.systems.audiobooks.task.TaskProgress;
import dev.rota.systems.audiobooks.task.TaskRun;
import dev.rota.systems.audiobooks.task.TaskRuns;
import dev.rota.systems.audiobooks.task.TaskRuns.Occasion;
import dev.rota.systems.audiobooks.task.TaskRuns.Work;
import dev.rota.systems.audiobooks.task.TaskStoppedException;
import dev.rota.systems.audiobooks.task.TopTen;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The seven tasks as jobs. */
final class TaskJobs {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final TaskRuns runs;
    private final Tasks tasks;
    private final InstantSource clock;

    record Tasks(
            CatalogCrawl crawl,
            TopTen topTen,
            MetadataRefresh metadata,
            SeriesCompletion series,
            AuthorCompletion authors,
            TaskCleanup cleanup) {}

    TaskJobs(TaskRuns runs, Tasks tasks, InstantSource clock) {
        this.runs = runs;
        this.tasks = tasks;
        this.clock = clock;
    }

    @RotaJob(value = "audiobooks.catalog", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult catalog(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.CATALOG, job, run -> tasks.crawl().crawl(run, args.isFull()));
    }

    @RotaJob(value = "audiobooks.top10", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult topTen(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.TOP10, job, tasks.topTen()::list);
    }

    @RotaJob(value = "audiobooks.metadata-full", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult metadataFull(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.METADATA_FULL, job, tasks.metadata()::full);
    }

    @RotaJob(value = "audiobooks.metadata-new", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult metadataNew(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.METADATA_NEW, job, tasks.metadata()::recent);
    }

    @RotaJob(value = "audiobooks.series", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult series(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.SERIES, job, tasks.series()::complete);
    }

    @RotaJob(value = "audiobooks.author", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult author(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.AUTHOR, job, tasks.authors()::complete);
    }

    @RotaJob(value = "audiobooks.cleanup", queue = AudiobookTypes.QUEUE, retries = AudiobookTypes.RETRIES)
    TaskResult cleanup(JobContext job, TaskArgs args) throws Exception {
        return run(TaskName.CLEANUP, job, tasks.cleanup()::clean);
    }

    private TaskResult run(TaskName task, JobContext job, Work work) throws InterruptedException {
        String trigger = job.schedule().isPresent() ? "schedule" : "manual";
        Occasion occasion = new Occasion(job.fireAt().orElse(null), trigger, job.id(), job.attempt());
        AtomicReference<@Nullable TaskRun> begun = new AtomicReference<>();
        try {
            Optional<Long> row = runs.run(task, occasion, new OfJob(job), run -> {
                begun.set(run);
                work.run(run);
            });
            TaskRun run = begun.get();
            TaskResult result = row.isEmpty() || run == null
                    ? new TaskResult("Nothing: an earlier attempt had completed it", null, Map.of())
                    : new TaskResult(task + ": " + run.counts(), run.id(), run.tally());
            job.log().info(result.did());
            return result;
        } catch (SourceUnavailableException e) {
            throw job.retryIn(until(e.retryAt()), e.getMessage());
        } catch (TaskFailedException e) {
            throw job.fail(e.getMessage());
        } catch (TaskStoppedException e) {
            job.throwIfCancelled();
            throw e;
        }
    }

    private Duration until(Instant instant) {
        Duration wait = Duration.between(clock.instant(), instant);
        return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
    }

    /** Shows what a task says as the progress and the log of its job, and stops it when the job is cancelled. */
    private record OfJob(JobContext job) implements TaskProgress {
        @Override
        public void ok() {
            job.progress().ok();
        }

        @Override
        public void failed(String item, String reason) {
            job.progress().failed();
        }

        @Override
        public void checkpoint() {
            if (job.isCancelled()) {
                throw new TaskStoppedException("The job was cancelled, ran out of time, or was lost to another worker");
            }
        }

        @Override
        public void log(String message) {
            job.log().info(message);
        }
    }
}
