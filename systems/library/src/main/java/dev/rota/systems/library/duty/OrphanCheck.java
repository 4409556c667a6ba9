package dev.rota.systems.library.duty;

import dev.rota.systems.common.DutyProgress;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds records that refer to something deleted, and reports them for review. Changes nothing but its findings.
 * Thread-safe.
 */
public final class OrphanCheck {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LibrarySettings settings;
    private final Findings findings;
    private final Reports reports;

    /** Works on the library's tables. */
    public OrphanCheck(JdbcClient jdbc, TransactionTemplate transactions, LibrarySettings settings, Reports reports) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.settings = settings;
        this.findings = new Findings(jdbc);
        this.reports = reports;
    }

    /** Checks everything; the report of the day is replaced by a later one of the same day. */
    public Orphans check(Instant now, DutyProgress progress) {
        progress.checkpoint();
        Orphans orphans = transactions.execute(status -> checkInTransaction(now));
        long found = (long) orphans.loanIds().size()
                + orphans.enrollmentIds().size()
                + orphans.courseBookIds().size();
        progress.total(found);
        progress.ok(found);
        return orphans;
    }

    private Orphans checkInTransaction(Instant now) {
        List<Long> loans = jdbc.sql(Statements.LOANS).query(Long.class).list();
        List<Long> enrollments =
                jdbc.sql(Statements.ENROLLMENTS).query(Long.class).list();
        List<Long> courseBooks =
                jdbc.sql(Statements.COURSE_BOOKS).query(Long.class).list();
        int added = findings.record("loan_of_deleted", "loan", "its user or copy is deleted", loans, now)
                + findings.record("enrollment_of_deleted", "enrollment", "its course is deleted", enrollments, now)
                + findings.record("course_book_of_deleted", "course_book", "its book is deleted", courseBooks, now);
        Orphans orphans = new Orphans(loans, enrollments, courseBooks, added);
        reports.replace("orphans", settings.today(now), settings.today(now), orphans, now);
        return orphans;
    }

    /**
     * What one run found.
     *
     * @param loanIds loans whose user or copy is deleted, ascending
     * @param enrollmentIds enrolments whose course is deleted, ascending
     * @param courseBookIds course books whose book is deleted, ascending
     * @param newFindings how many of them were not known before
     */
    public record Orphans(List<Long> loanIds, List<Long> enrollmentIds, List<Long> courseBookIds, int newFindings) {}

    private static final class Statements {
        static final String LOANS = """
                select l.id from library_loan l
                  join library_book_copy c on c.id = l.copy_id
                  left join library_user u on u.id = l.user_id
                 where u.deleted_at is not null or c.deleted_at is not null
                 order by l.id
                """;
        static final String ENROLLMENTS = """
                select e.id from library_enrollment e join library_course c on c.id = e.course_id
                 where c.deleted_at is not null
                 order by e.id
                """;
        static final String COURSE_BOOKS = """
                select cb.id from library_course_book cb join library_book b on b.id = cb.book_id
                 where b.deleted_at is not null
                 order by cb.id
                """;

        private Statements() {}
    }
}
