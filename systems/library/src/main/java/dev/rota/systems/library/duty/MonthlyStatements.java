package dev.rota.systems.library.duty;

/** The statements of {@link MonthlyReport}: each counts live and archived loans alike. */
final class MonthlyStatements {

    /** The loans begun in the interval; an archived one has a faculty and no borrower. */
    private static final String BEGUN = """
            with begun as (
                select l.copy_id, l.user_id, coalesce(l.faculty_id, u.faculty_id) as faculty_id
                  from library_loan l left join library_user u on u.id = l.user_id
                 where l.loaned_at >= :from and l.loaned_at < :to
                union all
                select copy_id, cast(null as bigint), faculty_id
                  from library_loan_archive where loaned_at >= :from and loaned_at < :to)
            """;

    static final String LOANS = BEGUN + "select count(*) from begun";

    static final String REQUESTS = """
            select (select count(*) from library_loan where requested_at >= :from and requested_at < :to)
                 + (select count(*) from library_loan_archive where requested_at >= :from and requested_at < :to)
            """;

    static final String RETURNS = """
            select (select count(*) from library_loan where returned_at >= :from and returned_at < :to)
                 + (select count(*) from library_loan_archive where returned_at >= :from and returned_at < :to)
            """;

    static final String TOP_BOOKS = BEGUN + """
            select b.id, b.title, count(*) as loans
              from begun join library_book_copy c on c.id = begun.copy_id join library_book b on b.id = c.book_id
             group by b.id, b.title order by loans desc, b.id limit :top
            """;

    static final String TOP_BORROWERS = BEGUN + """
            select u.id, u.username, count(*) as loans
              from begun join library_user u on u.id = begun.user_id
             group by u.id, u.username order by loans desc, u.id limit :top
            """;

    static final String FACULTIES = BEGUN + """
            select f.code, count(*) as loans
              from begun left join library_faculty f on f.id = begun.faculty_id
             group by f.code order by loans desc, f.code
            """;

    static final String BECAME_OVERDUE = """
            select (select count(*) from library_loan where overdue_since >= :first and overdue_since < :next)
                 + (select count(*) from library_loan_archive
                     where overdue_since >= :first and overdue_since < :next)
            """;

    static final String RETURNED_LATE = """
            select (select count(*) from library_loan
                     where returned_at >= :from and returned_at < :to and overdue_since is not null)
                 + (select count(*) from library_loan_archive
                     where returned_at >= :from and returned_at < :to and overdue_since is not null)
            """;

    static final String INFRACTIONS = """
            select count(*) from library_infraction where created_at >= :from and created_at < :to
            """;

    static final String OVERDUE_NOW = """
            select count(*) from library_loan where status in ('active', 'overdue') and due_date < :today
            """;

    private MonthlyStatements() {}
}
