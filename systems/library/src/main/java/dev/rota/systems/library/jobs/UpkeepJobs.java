package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.job.JobContext;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.ConsistencyCheck;
import dev.rota.systems.library.duty.OrphanCheck;
import dev.rota.systems.library.duty.TokenCleaning;
import java.util.List;

/** Jobs that keep the tables in order. */
final class UpkeepJobs {
    private final TokenCleaning tokenCleaning;
    private final AvailabilityRefresh availabilityRefresh;
    private final OrphanCheck orphanCheck;
    private final ConsistencyCheck consistencyCheck;

    UpkeepJobs(
            TokenCleaning tokenCleaning,
            AvailabilityRefresh availabilityRefresh,
            OrphanCheck orphanCheck,
            ConsistencyCheck consistencyCheck) {
        this.tokenCleaning = tokenCleaning;
        this.availabilityRefresh = availabilityRefresh;
        this.orphanCheck = orphanCheck;
        this.consistencyCheck = consistencyCheck;
    }

    @RotaJob("library.clean-tokens")
    @RotaSchedule(
            cron = "${library.schedules.clean-tokens:0 4 * * SUN}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Deletes expired tokens")
    DutyResult cleanTokens(JobContext job, DryRun args) throws Exception {
        return DutyRun.of(job, progress -> {
            TokenCleaning.Cleaned cleaned = tokenCleaning.clean(job.clock().instant(), args.isDry(), progress);
            return DutyResult.of(
                            (args.isDry() ? "Would delete " : "Deleted ") + count(cleaned.tokens(), "expired token"))
                    .with("tokens", cleaned.tokens());
        });
    }

    @RotaJob("library.availability")
    @RotaSchedule(
            cron = "${library.schedules.availability:0 * * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Counts the available copies of each book")
    DutyResult refreshAvailability(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            int books =
                    availabilityRefresh.refresh(job.clock().instant(), progress).books();
            return DutyResult.of("Counted the copies of " + count(books, "book"))
                    .with("books", books);
        });
    }

    @RotaJob("library.orphans")
    @RotaSchedule(
            cron = "${library.schedules.orphans:30 3 * * SUN}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Finds records that refer to something deleted")
    DutyResult findOrphans(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            OrphanCheck.Orphans orphans = orphanCheck.check(job.clock().instant(), progress);
            long found = (long) orphans.loanIds().size()
                    + orphans.enrollmentIds().size()
                    + orphans.courseBookIds().size();
            return DutyResult.of("Found " + count(found, "orphaned record") + ", " + orphans.newFindings() + " new")
                    .with("loans", orphans.loanIds())
                    .with("enrollments", orphans.enrollmentIds())
                    .with("courseBooks", orphans.courseBookIds())
                    .with("new", orphans.newFindings());
        });
    }

    @RotaJob("library.consistency")
    @RotaSchedule(
            cron = "${library.schedules.consistency:0 3 * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Puts right the status of copies where it is certain, and flags what else contradicts itself")
    DutyResult checkConsistency(JobContext job, DryRun args) throws Exception {
        return DutyRun.of(job, progress -> {
            ConsistencyCheck.Consistency found =
                    consistencyCheck.check(job.clock().instant(), args.isDry(), progress);
            List<Long> flagged = found.flagged().values().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .sorted()
                    .toList();
            int copies = found.madeAvailable().size() + found.madeOnLoan().size();
            return DutyResult.of((args.isDry() ? "Would put right " : "Put right ") + copies(copies) + " and "
                            + count(found.madeWaiting().size(), "reservation") + ", flagged "
                            + count(flagged.size(), "loan") + " and "
                            + copies(found.keptForNobody().size()) + ", " + found.newFindings() + " new")
                    .with("madeAvailable", found.madeAvailable())
                    .with("madeOnLoan", found.madeOnLoan())
                    .with("madeWaiting", found.madeWaiting())
                    .with("flagged", flagged)
                    .with("keptForNobody", found.keptForNobody())
                    .with("new", found.newFindings());
        });
    }

    private static String copies(int number) {
        return number == 1 ? "1 copy" : number + " copies";
    }
}
