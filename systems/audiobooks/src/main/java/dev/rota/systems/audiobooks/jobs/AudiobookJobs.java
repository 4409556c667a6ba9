package dev.rota.systems.audiobooks.jobs;

import dev.rota.Rota;
import dev.rota.job.Job;
import dev.rota.job.JobState;
import dev.rota.job.JobType;
import dev.rota.systems.audiobooks.AudiobookSettings;
import dev.rota.systems.audiobooks.task.AuthorCompletion;
import dev.rota.systems.audiobooks.task.CatalogCrawl;
import dev.rota.systems.audiobooks.task.DownloadRequests;
import dev.rota.systems.audiobooks.task.Downloads;
import dev.rota.systems.audiobooks.task.MetadataRefresh;
import dev.rota.systems.audiobooks.task.SeriesCompletion;
import dev.rota.systems.audiobooks.task.TaskCleanup;
import dev.rota.systems.audiobooks.task.TaskRuns;
import dev.rota.systems.audiobooks.task.TopTen;
import java.time.InstantSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audiobooks' jobs as beans. Needs the tasks and a Rota. */
@Configuration(proxyBeanMethods = false)
public class AudiobookJobs {

    @Bean
    JobType<DownloadAudiobook> audiobookDownload() {
        return AudiobookTypes.DOWNLOAD;
    }

    @Bean
    DownloadRequests audiobookDownloadRequests(Rota rota) {
        return DownloadJobs.orders(rota);
    }

    @Bean
    DownloadJobs audiobookDownloadJobs(Downloads downloads, InstantSource clock) {
        return new DownloadJobs(downloads, clock);
    }

    @Bean
    TaskJobs.Tasks audiobookTasks(
            CatalogCrawl crawl,
            TopTen topTen,
            MetadataRefresh metadata,
            SeriesCompletion series,
            AuthorCompletion authors,
            TaskCleanup cleanup) {
        return new TaskJobs.Tasks(crawl, topTen, metadata, series, authors, cleanup);
    }

    @Bean
    TaskJobs audiobookTaskJobs(TaskRuns runs, TaskJobs.Tasks tasks, InstantSource clock) {
        return new TaskJobs(runs, tasks, clock);
    }

    @Bean
    AudiobookSchedules audiobookSchedules(Rota rota, AudiobookSettings settings) {
        return new AudiobookSchedules(rota, settings);
    }

    /** Before the engine starts: rows of attempts that no worker runs are interrupted, and the schedules stand. */
    @Bean
    SmartInitializingSingleton audiobookStart(Rota rota, TaskRuns runs, AudiobookSchedules schedules) {
        return () -> {
            runs.interruptAbandoned(job -> rota.jobs()
                    .find(job)
                    .map(Job::state)
                    .filter(JobState.RUNNING::equals)
                    .isPresent());
            schedules.registerAll();
        };
    }
}
