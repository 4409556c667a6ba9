package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.Rota;
import dev.rota.job.JobContext;
import dev.rota.schedule.OverlapPolicy;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.systems.library.duty.BlacklistReview;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.MonthlyReport;
import dev.rota.systems.library.duty.TrendingBooks;
import java.time.Instant;
import java.time.YearMonth;

/** Jobs that sum up. */
final class ReportJobs {
    private final BlacklistReview blacklistReview;
    private final MonthlyReport monthlyReport;
    private final TrendingBooks trendingBooks;
    private final LibrarySettings settings;
    private final Rota rota;

    ReportJobs(
            BlacklistReview blacklistReview,
            MonthlyReport monthlyReport,
            TrendingBooks trendingBooks,
            LibrarySettings settings,
            Rota rota) {
        this.blacklistReview = blacklistReview;
        this.monthlyReport = monthlyReport;
        this.trendingBooks = trendingBooks;
        this.settings = settings;
        this.rota = rota;
    }

    @RotaJob("library.blacklist-review")
    @RotaSchedule(
            cron = "${library.schedules.blacklist-review:0 7 1 * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Lists the blacklisted users for the administrators, once a month")
    DutyResult reviewBlacklist(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            Instant now = job.clock().instant();
            BlacklistReview.Review review = blacklistReview.review(YearMonth.from(settings.today(now)), now, progress);
            String did = review.stored()
                    ? "Listed " + count(review.body().users().size(), "blacklisted user") + " for "
                            + review.body().month()
                    : "The review of " + review.body().month() + " is there already";
            return DutyResult.of(did)
                    .with(
                            "users",
                            review.body().users().stream()
                                    .map(BlacklistReview.Entry::userId)
                                    .toList())
                    .with("messages", review.messageIds());
        });
    }

    @RotaJob("library.monthly-report")
    @RotaSchedule(
            cron = "${library.schedules.monthly-report:0 6 1 * *}",
            zone = LibrarySchedules.ZONE,
            missed = "RUN_EACH(12)",
            overlap = OverlapPolicy.ALLOW, // Otherwise the first of several missed months would keep out the others.
            tags = LibrarySchedules.TAG,
            description = "Reports on the month that is over, and once on each month that was missed")
    DutyResult reportMonth(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            Instant now = job.clock().instant();
            YearMonth month = monthlyReport.previousMonth(businessTime(job, now));
            MonthlyReport.Reported reported = monthlyReport.report(month, now, progress);
            String did = reported.stored()
                    ? "Reported on " + month + ": " + count(reported.body().loans(), "loan")
                    : "The report on " + month + " is there already";
            return DutyResult.of(did).with("loans", reported.body().loans()).with("messages", reported.messageIds());
        });
    }

    /**
     * A fire that comes late, or that a person makes up for, means the month it was due for. What a person runs by hand
     * goes by the clock of the handlers, which in a demonstration is not the store's.
     */
    private Instant businessTime(JobContext job, Instant now) {
        return job.fireAt().filter(at -> isBySchedule(job) || isDue(job, at)).orElse(now);
    }

    private boolean isBySchedule(JobContext job) {
        String bySchedule = "schedule " + job.schedule().orElse("");
        return rota.jobs()
                .find(job.id())
                .map(found -> bySchedule.equals(found.request().origin().by()))
                .orElse(false);
    }

    /** Whether the schedule has this instant: a backfill makes up for such ones only. */
    private boolean isDue(JobContext job, Instant at) {
        return job.schedule()
                .map(name -> rota.schedules().instants(name, at, at.plusMillis(1), 1))
                .filter(instants -> instants.contains(at))
                .isPresent();
    }

    @RotaJob("library.trending")
    @RotaSchedule(
            cron = "${library.schedules.trending:0 5 * * SUN}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Ranks books by loans of the last 30 days, and by reservations")
    DutyResult computeTrending(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            TrendingBooks.Trending trending = trendingBooks.compute(job.clock().instant(), progress);
            return DutyResult.of("Ranked " + count(trending.borrowed().size(), "borrowed book") + " and "
                            + count(trending.reserved().size(), "reserved book"))
                    .with(
                            "borrowed",
                            trending.borrowed().stream()
                                    .map(TrendingBooks.Entry::bookId)
                                    .toList())
                    .with(
                            "reserved",
                            trending.reserved().stream()
                                    .map(TrendingBooks.Entry::bookId)
                                    .toList());
        });
    }
}
