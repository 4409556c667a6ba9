package dev.rota.systems.chat.jobs;

import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import dev.rota.systems.chat.duty.Housekeeping;
import dev.rota.systems.chat.duty.HousekeepingRun;
import dev.rota.systems.chat.duty.HousekeepingTask;
import dev.rota.systems.chat.duty.RunOrder;
import dev.rota.systems.chat.duty.RunSource;
import dev.rota.systems.chat.duty.RunStatus;
import dev.rota.systems.common.JobDutyProgress;

/** Runs housekeeping jobs. One whose steps failed has failed, and is not tried again: the next day's run does it all. */
public final class HousekeepingHandler implements JobHandler<HousekeepingArgs> {
    private final Housekeeping housekeeping;

    public HousekeepingHandler(Housekeeping housekeeping) {
        this.housekeeping = housekeeping;
    }

    @Override
    public void run(HousekeepingArgs args, JobContext job) {
        HousekeepingTask task = HousekeepingTask.of(args.task())
                .orElseThrow(() -> job.fail("There is no housekeeping task " + args.task() + ": expected one of "
                        + String.join(", ", HousekeepingTask.texts())));
        RunOrder order = new RunOrder(job.id(), task, RunSource.of(args.source()), args.dryRun());
        HousekeepingRun run = housekeeping.run(order, job.clock().instant(), new JobDutyProgress(job));
        if (run.status() != RunStatus.SUCCEEDED) {
            throw job.fail(String.join("; ", run.result().errors()));
        }
        job.result(run.result());
    }
}
