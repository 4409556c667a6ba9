package dev.rota.systems.library.jobs;

import dev.rota.Rota;
import dev.rota.job.JobType;
import dev.rota.systems.common.Outbox;
import dev.rota.systems.common.OutboxSettings;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.BlacklistReview;
import dev.rota.systems.library.duty.ConsistencyCheck;
import dev.rota.systems.library.duty.DueReminders;
import dev.rota.systems.library.duty.Forgetting;
import dev.rota.systems.library.duty.InfractionReset;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LoanArchive;
import dev.rota.systems.library.duty.MailDelivery;
import dev.rota.systems.library.duty.Messages;
import dev.rota.systems.library.duty.MonthlyReport;
import dev.rota.systems.library.duty.OrphanCheck;
import dev.rota.systems.library.duty.OverdueMarking;
import dev.rota.systems.library.duty.OverdueNotices;
import dev.rota.systems.library.duty.PendingRequestNotices;
import dev.rota.systems.library.duty.TokenCleaning;
import dev.rota.systems.library.duty.TrendingBooks;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The library's jobs as beans. Needs the duties and a Rota. */
@Configuration(proxyBeanMethods = false)
public class LibraryJobs {

    @Bean
    JobType<DeliverMail> libraryDeliverMail() {
        return MailOrders.DELIVER_MAIL;
    }

    @Bean
    MailOrders libraryMailOrders(Rota rota) {
        return new MailOrders(rota);
    }

    @Bean
    Messages libraryMessages(JdbcClient jdbc, @Qualifier("libraryOutbox") Outbox outbox, MailOrders orders) {
        return new Messages(jdbc, outbox, orders::order);
    }

    @Bean
    LoanJobs libraryLoanJobs(OverdueMarking overdueMarking, InfractionReset infractionReset, LoanArchive loanArchive) {
        return new LoanJobs(overdueMarking, infractionReset, loanArchive);
    }

    @Bean
    NoticeJobs libraryNoticeJobs(
            DueReminders dueReminders, OverdueNotices overdueNotices, PendingRequestNotices pendingRequestNotices) {
        return new NoticeJobs(dueReminders, overdueNotices, pendingRequestNotices);
    }

    @Bean
    ReportJobs libraryReportJobs(
            BlacklistReview blacklistReview,
            MonthlyReport monthlyReport,
            TrendingBooks trendingBooks,
            LibrarySettings settings,
            Rota rota) {
        return new ReportJobs(blacklistReview, monthlyReport, trendingBooks, settings, rota);
    }

    @Bean
    UpkeepJobs libraryUpkeepJobs(
            TokenCleaning tokenCleaning,
            AvailabilityRefresh availabilityRefresh,
            OrphanCheck orphanCheck,
            ConsistencyCheck consistencyCheck) {
        return new UpkeepJobs(tokenCleaning, availabilityRefresh, orphanCheck, consistencyCheck);
    }

    @Bean
    MailJobs libraryMailJobs(
            MailDelivery mailDelivery,
            @Qualifier("libraryOutbox") Outbox outbox,
            @Qualifier("libraryOutboxSettings") OutboxSettings outboxSettings,
            MailOrders orders) {
        return new MailJobs(
                mailDelivery, outbox, orders, outboxSettings.claimLimit().dividedBy(4));
    }

    @Bean
    JobType<ForgetUser> libraryForgetUser() {
        return PrivacyJobs.FORGET_USER;
    }

    @Bean
    PrivacyJobs libraryPrivacyJobs(Forgetting forgetting, Rota rota) {
        return new PrivacyJobs(forgetting, rota);
    }
}
