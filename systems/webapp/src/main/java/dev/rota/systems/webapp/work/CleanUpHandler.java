package dev.rota.systems.webapp.work;

import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.systems.webapp.app.CleanUp;
import dev.rota.systems.webapp.app.CleanUp.Cleaned;
import dev.rota.systems.webapp.task.TaskTypes;

/** Runs the daily clean-up. A kind that failed is tried again the next day, with the others. */
final class CleanUpHandler implements JobHandler<TaskTypes.CleanUp> {
    private final CleanUp cleanUp;

    CleanUpHandler(CleanUp cleanUp) {
        this.cleanUp = cleanUp;
    }

    @Override
    public void run(TaskTypes.CleanUp args, JobContext job) {
        if (args.dryRun()) {
            job.result(cleanUp.count(job.clock().instant()));
            return;
        }
        Cleaned cleaned = cleanUp.clean(job.clock().instant(), new CleanUp.Watch() {
            @Override
            public void deleted(int rows) {
                job.progress().ok(rows);
                job.throwIfCancelled();
            }

            @Override
            public void failed(String kind, RuntimeException error) {
                job.progress().failed();
                job.log().error(kind + ": " + error.getClass().getName());
            }
        });
        job.log()
                .info("Deleted " + cleaned.items() + " items, " + cleaned.audit() + " log lines, " + cleaned.sessions()
                        + " logins, the texts of " + cleaned.messages() + " mails");
        if (!cleaned.failed().isEmpty()) {
            throw job.fail("Not cleaned up: " + String.join(", ", cleaned.failed()));
        }
        job.result(cleaned);
    }
}
