package dev.rota.systems.library.jobs;

import dev.rota.job.JobContext;
import dev.rota.job.OutcomeRequest;
import dev.rota.job.Progress;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.JobDutyProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.StopWatch;

/** One run of a duty as a job: logged at both ends, its progress the job's, its words the last line of the job's log. */
final class DutyRun {
    private static final Logger LOG = LoggerFactory.getLogger(DutyRun.class);

    private DutyRun() {}

    /** What is run. */
    @FunctionalInterface
    interface Work {
        DutyResult run(DutyProgress progress) throws Exception;
    }

    static DutyResult of(JobContext job, Work work) throws Exception {
        LOG.info("Job {} {} begins, attempt {}", job.id(), job.type(), job.attempt());
        StopWatch watch = new StopWatch();
        watch.start();
        try {
            DutyResult result = work.run(new JobDutyProgress(job));
            watch.stop();
            Progress done = job.progress().now();
            LOG.info(
                    "Job {} {} ended after {} ms: {} processed, {} succeeded, {} failed",
                    job.id(),
                    job.type(),
                    watch.getTotalTimeMillis(),
                    done.processed(),
                    done.succeeded(),
                    done.failed());
            job.log().info(result.did());
            return result;
        } catch (OutcomeRequest e) {
            LOG.info("Job {} {} asks for another outcome: {}", job.id(), job.type(), e.wish());
            throw e;
        } catch (Exception e) {
            // The attempt keeps the trace.
            LOG.error("Job {} {} failed: {}", job.id(), job.type(), e.toString());
            throw e;
        }
    }
}
