package dev.rota.systems.common;

import dev.rota.job.JobContext;

/** Shows what a duty says as the progress and the log of its job, and stops it when the job is cancelled. */
public record JobDutyProgress(JobContext job) implements DutyProgress {
    @Override
    public void total(long items) {
        job.progress().total(items);
    }

    @Override
    public void ok(long items) {
        job.progress().ok(items);
    }

    @Override
    public void failed(String item, String reason) {
        job.progress().failed();
        job.log().error(item + ": " + reason);
    }

    @Override
    public void checkpoint() {
        job.throwIfCancelled();
    }

    @Override
    public void log(String message) {
        job.log().info(message);
    }
}
