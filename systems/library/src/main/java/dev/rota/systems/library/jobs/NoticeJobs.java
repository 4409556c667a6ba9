package dev.rota.systems.library.jobs;

import static dev.rota.systems.library.jobs.DutyResult.count;

import dev.rota.job.JobContext;
import dev.rota.spring.RotaJob;
import dev.rota.spring.RotaSchedule;
import dev.rota.systems.library.duty.DueReminders;
import dev.rota.systems.library.duty.NoticesClaimed;
import dev.rota.systems.library.duty.OverdueNotices;
import dev.rota.systems.library.duty.PendingRequestNotices;
import java.util.List;

/** Jobs that write to borrowers, and to administrators about requests. */
final class NoticeJobs {
    private final DueReminders dueReminders;
    private final OverdueNotices overdueNotices;
    private final PendingRequestNotices pendingRequestNotices;

    NoticeJobs(DueReminders dueReminders, OverdueNotices overdueNotices, PendingRequestNotices pendingRequestNotices) {
        this.dueReminders = dueReminders;
        this.overdueNotices = overdueNotices;
        this.pendingRequestNotices = pendingRequestNotices;
    }

    @RotaJob("library.due-reminders")
    @RotaSchedule(
            cron = "${library.schedules.due-reminders:0 9 * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Reminds borrowers of loans that are due within three days")
    DutyResult remind(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            NoticesClaimed claimed = dueReminders.remind(job.clock().instant(), progress);
            return result("Reminded ", claimed);
        });
    }

    @RotaJob("library.overdue-notices")
    @RotaSchedule(
            cron = "${library.schedules.overdue-notices:0 10 * * *}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Writes to borrowers whose loans are overdue, once for each stage")
    DutyResult notifyOverdue(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            OverdueNotices.Claimed claimed = overdueNotices.claim(job.clock().instant(), progress);
            List<Long> longOverdue = claimed.longOverdue().stream()
                    .map(OverdueNotices.LongOverdue::loanId)
                    .toList();
            DutyResult notices = result("Wrote to ", claimed.notices());
            return new DutyResult(
                            notices.did() + "; " + count(longOverdue.size(), "loan") + " long overdue",
                            notices.counts(),
                            notices.ids())
                    .with("longOverdue", longOverdue);
        });
    }

    @RotaJob("library.pending-requests")
    @RotaSchedule(
            cron = "${library.schedules.pending-requests:0 8-18/2 * * MON-FRI}",
            zone = LibrarySchedules.ZONE,
            tags = LibrarySchedules.TAG,
            description = "Tells administrators that loan requests wait, while the library is open")
    DutyResult notifyPending(JobContext job) throws Exception {
        return DutyRun.of(job, progress -> {
            PendingRequestNotices.Pending pending =
                    pendingRequestNotices.notify(job.clock().instant(), progress);
            String did = !pending.open()
                    ? "The library is closed today, nobody was written to"
                    : count(pending.count(), "request") + " pending, wrote to "
                            + count(pending.messageIds().size(), "administrator");
            return DutyResult.of(did).with("requests", pending.count()).with("messages", pending.messageIds());
        });
    }

    private static DutyResult result(String verb, NoticesClaimed claimed) {
        List<NoticesClaimed.Digest> digests = claimed.digests();
        int loans = digests.stream().mapToInt(digest -> digest.items().size()).sum();
        String held = claimed.suppressed().isEmpty()
                ? ""
                : ", held back " + count(claimed.suppressed().size(), "notice") + " that may not be sent";
        String failed = claimed.failedUserIds().isEmpty()
                ? ""
                : ", failed for " + count(claimed.failedUserIds().size(), "borrower");
        return DutyResult.of(
                        verb + count(digests.size(), "borrower") + " about " + count(loans, "loan") + held + failed)
                .with("messages", claimed.messageIds())
                .with("loans", loans)
                .with(
                        "suppressed",
                        claimed.suppressed().stream()
                                .map(NoticesClaimed.Item::loanId)
                                .toList())
                .with("failedUsers", claimed.failedUserIds());
    }
}
