package dev.rota.systems.library;

import dev.rota.systems.common.SiteCalendars;
import dev.rota.systems.library.duty.AvailabilityRefresh;
import dev.rota.systems.library.duty.BlacklistReview;
import dev.rota.systems.library.duty.ConsistencyCheck;
import dev.rota.systems.library.duty.DueReminders;
import dev.rota.systems.library.duty.InfractionReset;
import dev.rota.systems.library.duty.LibrarySettings;
import dev.rota.systems.library.duty.LoanArchive;
import dev.rota.systems.library.duty.Messages;
import dev.rota.systems.library.duty.MonthlyReport;
import dev.rota.systems.library.duty.OrphanCheck;
import dev.rota.systems.library.duty.OverdueDays;
import dev.rota.systems.library.duty.OverdueMarking;
import dev.rota.systems.library.duty.OverdueNotices;
import dev.rota.systems.library.duty.PendingRequestNotices;
import dev.rota.systems.library.duty.Reports;
import dev.rota.systems.library.duty.TokenCleaning;
import dev.rota.systems.library.duty.TrendingBooks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The thirteen duties as beans. */
@Configuration(proxyBeanMethods = false)
class LibraryDuties {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;

    LibraryDuties(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
    }

    @Bean
    OverdueMarking libraryOverdueMarking() {
        return new OverdueMarking(jdbc, transactions, settings);
    }

    @Bean
    DueReminders libraryDueReminders(Messages messages) {
        return new DueReminders(jdbc, transactions, settings, messages);
    }

    @Bean
    OverdueNotices libraryOverdueNotices(Messages messages, OverdueDays overdueDays, Reports reports) {
        return new OverdueNotices(jdbc, transactions, settings, messages, overdueDays, reports);
    }

    @Bean
    PendingRequestNotices libraryPendingRequestNotices(Messages messages) {
        return new PendingRequestNotices(jdbc, transactions, settings, new SiteCalendars(jdbc), messages);
    }

    @Bean
    InfractionReset libraryInfractionReset() {
        return new InfractionReset(jdbc, transactions, settings);
    }

    @Bean
    BlacklistReview libraryBlacklistReview(Reports reports, Messages messages) {
        return new BlacklistReview(jdbc, transactions, settings, reports, messages);
    }

    @Bean
    LoanArchive libraryLoanArchive(NamedParameterJdbcTemplate batches) {
        return new LoanArchive(jdbc, batches, transactions, settings);
    }

    @Bean
    TokenCleaning libraryTokenCleaning() {
        return new TokenCleaning(jdbc);
    }

    @Bean
    AvailabilityRefresh libraryAvailabilityRefresh() {
        return new AvailabilityRefresh(jdbc, transactions);
    }

    @Bean
    MonthlyReport libraryMonthlyReport(Reports reports, Messages messages) {
        return new MonthlyReport(jdbc, transactions, settings, reports, messages);
    }

    @Bean
    TrendingBooks libraryTrendingBooks() {
        return new TrendingBooks(jdbc, transactions, settings);
    }

    @Bean
    OrphanCheck libraryOrphanCheck(Reports reports) {
        return new OrphanCheck(jdbc, transactions, settings, reports);
    }

    @Bean
    ConsistencyCheck libraryConsistencyCheck() {
        return new ConsistencyCheck(jdbc, transactions);
    }
}
