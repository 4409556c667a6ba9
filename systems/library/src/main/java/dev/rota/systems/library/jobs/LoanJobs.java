package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.job.JobContext;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.systems.library.duty.InfractionReset;
import dev.rota.systems.library.duty.LoanArchive;
import dev.rota.systems.library.duty.OverdueMarking;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Jobs that look after loans and those who borrow. */
final class LoanJobs {
    private final OverdueMarking overdueMarking;
    private final InfractionReset infractionReset;
    private final LoanArchive loanArchive;

    LoanJobs(OverdueMarking overdueMarking, InfractionReset infractionReset, LoanArchive loanArchive) {
        this.overdueMarking = overdueMarking;
        this.infractionReset = infractionReset;
        this.loanArchive = loanArchive;
    }

    @RotaJob("library.mark-overdue")
    @RotaSchedule(
            cron = "${library.schedules.mark-overdue:0 0 * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Marks loans overdue that were due before today, and counts infractions")
    DutyResult markOverdue(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            OverdueMarking.Marked marked = overdueMarking.mark(job.clock().instant(), progress);
            List<Long> loans =
                    marked.loans().stream().map(OverdueMarking.MarkedLoan::id).toList();
            long infractions = marked.infractionsAdded().values().stream()
                    .mapToLong(Integer::longValue)
                    .sum();
            List<Long> blacklisted = marked.blacklistedUserIds();
            return DutyResult.of("Marked " + count(loans.size(), "loan") + " overdue, added "
                            + count(infractions, "infraction") + ", blacklisted " + count(blacklisted.size(), "user"))
                    .with("loans", loans)
                    .with("infractions", infractions)
                    .with("blacklisted", blacklisted);
        });
    }

    @RotaJob("library.infraction-reset")
    @RotaSchedule(
            cron = "${library.schedules.infraction-reset:30 0 * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Forgives infractions when a term begins")
    DutyResult resetInfractions(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            InfractionReset.Reset reset = infractionReset.reset(job.clock().instant(), runId(job), progress);
            String did = reset.termIds().isEmpty()
                    ? "No term has begun, nothing to reset"
                    : "Reset the infractions of " + count(reset.userIds().size(), "user");
            return DutyResult.of(did).with("terms", reset.termIds()).with("users", reset.userIds());
        });
    }

    @RotaJob("library.archive-loans")
    @RotaSchedule(
            cron = "${library.schedules.archive-loans:0 4 1 1,4,7,10 *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Moves loans to the archive that were closed more than two years ago")
    DutyResult archiveLoans(JobContext job, DryRun args) throws Exception {
        return DutyRun.of(job, progress -> {
            Instant now = job.clock().instant();
            LoanArchive.Archived archived =
                    loanArchive.archive(cutoff(job, now), now, runId(job), args.isDry(), progress);
            return DutyResult.of((args.isDry() ? "Would archive " : "Archived ")
                            + count(archived.loanIds().size(), "loan") + " closed before " + archived.cutoff())
                    .with("loans", archived.loanIds());
        });
    }

    /** An attempt that goes on after midnight goes by the day on which the first one began. */
    private LocalDate cutoff(JobContext job, Instant now) {
        return job.checkpoint(Cutoff.class).map(Cutoff::date).orElseGet(() -> {
            LocalDate date = loanArchive.cutoff(now);
            job.checkpoint(new Cutoff(date));
            return date;
        });
    }

    /** What an archive run remembers. */
    record Cutoff(LocalDate date) {}

    private static String runId(JobContext job) {
        return "job-" + job.id();
    }
}
