package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.job.JobType;
import dev.rota.spring.RotaJob;
import dev.rota.systems.library.duty.Forgetting;

/** Jobs that users ask for about their own data. Thread-safe. */
public final class PrivacyJobs {
    static final JobType<ForgetUser> FORGET_USER = JobType.of("library.forget-user", ForgetUser.class);

    private final Forgetting forgetting;
    private final Rota rota;

    PrivacyJobs(Forgetting forgetting, Rota rota) {
        this.forgetting = forgetting;
        this.rota = rota;
    }

    /** Orders that a user be forgotten, once; the job's id. Takes part in the caller's transaction if there is one. */
    public long orderForgetting(long user) {
        return rota.job(FORGET_USER, new ForgetUser(user))
                .unique("user-" + user)
                .tag(LibrarySchedules.TAG)
                .enqueue();
    }

    @RotaJob("library.forget-user")
    DutyResult forget(JobContext job, ForgetUser args) throws Exception {
        return DutyRun.of(job, progress -> {
            Forgetting.Forgotten forgotten =
                    forgetting.forget(args.userId(), job.clock().instant());
            if (forgotten.openLoans() > 0) {
                throw job.fail("User " + args.userId() + " has " + count(forgotten.openLoans(), "open loan")
                        + " and can be forgotten when they are closed");
            }
            progress.ok();
            return DutyResult.of("Forgot user " + args.userId() + ": " + count(forgotten.loans(), "loan") + ", "
                            + count(forgotten.messages(), "message"))
                    .with("loans", forgotten.loans())
                    .with("messages", forgotten.messages());
        });
    }
}
