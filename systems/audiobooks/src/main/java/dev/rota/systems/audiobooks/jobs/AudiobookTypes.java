package dev.rota.systems.audiobooks.jobs;

import dev.rota.job.ExclusionKey;
import dev.rota.job.JobType;
import dev.rota.systems.audiobooks.task.TaskName;

/** The types of the audiobooks' jobs. */
final class AudiobookTypes {
    /** The tag of all jobs of this system. */
    static final String TAG = "audiobooks";

    static final String QUEUE = "audiobooks";

    /** Enough for the whole ladder of a source's back-offs. */
    static final int RETRIES = 12;

    /** Held by every task that asks a source. */
    static final ExclusionKey SOURCES = ExclusionKey.of("audiobooks-sources");

    /** Held by every download. */
    static final ExclusionKey FILES = ExclusionKey.of("audiobooks-files");

    static final JobType<DownloadAudiobook> DOWNLOAD = JobType.of("audiobooks.download", DownloadAudiobook.class)
            .queue(QUEUE)
            .priority(1)
            .retries(RETRIES);

    private AudiobookTypes() {}

    static String name(TaskName task) {
        return "audiobooks." + task.id();
    }

    static JobType<TaskArgs> of(TaskName task) {
        return JobType.of(name(task), TaskArgs.class).queue(QUEUE).retries(RETRIES);
    }
}
