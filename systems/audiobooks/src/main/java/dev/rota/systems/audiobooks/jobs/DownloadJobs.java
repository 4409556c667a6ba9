package dev.rota.systems.audiobooks.jobs;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.OutcomeRequest;
import dev.rota.spring.RotaJob;
import dev.rota.systems.audiobooks.source.AnswerException;
import dev.rota.systems.audiobooks.source.SourceUnavailableException;
import dev.rota.systems.audiobooks.task.DownloadRequests;
import dev.rota.systems.audiobooks.task.Downloads;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** Downloads as jobs, one for each acquisition. */
final class DownloadJobs {
    private final Downloads downloads;
    private final InstantSource clock;

    DownloadJobs(Downloads downloads, InstantSource clock) {
        this.downloads = downloads;
        this.clock = clock;
    }

    /** Orders a download in the caller's transaction. */
    static DownloadRequests orders(Rota rota) {
        return acquisition -> rota.job(AudiobookTypes.DOWNLOAD, new DownloadAudiobook(acquisition))
                .unique("acquisition-" + acquisition)
                .exclusion(AudiobookTypes.FILES)
                .tag(AudiobookTypes.TAG)
                .enqueue();
    }

    /** How it is retried is said by {@link AudiobookTypes#DOWNLOAD}. */
    @RotaJob("audiobooks.download")
    void download(JobContext job, DownloadAudiobook args) throws Exception {
        try {
            downloads.bring(args.acquisitionId());
            job.progress().ok();
        } catch (SourceUnavailableException e) {
            giveUpIfLast(job, args, e);
            Duration wait = Duration.between(clock.instant(), e.retryAt());
            throw job.retryIn(wait.isNegative() ? Duration.ofSeconds(1) : wait.plusSeconds(1), e.getMessage());
        } catch (OutcomeRequest | InterruptedException e) {
            throw e;
        } catch (AnswerException | IOException | RuntimeException e) {
            giveUpIfLast(job, args, e);
            throw e;
        }
    }

    private void giveUpIfLast(JobContext job, DownloadAudiobook args, Exception e) {
        if (job.attempt() >= job.maxAttempts()) {
            downloads.givenUp(args.acquisitionId(), String.valueOf(e.getMessage()));
        }
    }
}
