package dev.rota.systems.library.data;

/** The statements of the loaders: each writes one row with an id of its own. */
final class LoadStatements {

    static final String FACULTY = "insert into library_faculty (id, code, name) values (?, ?, ?)";
    static final String USER = """
            insert into library_user (id, username, email, role, faculty_id, infractions_count, blacklisted, deleted_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    static final String BOOK = "insert into library_book (id, title, call_number, deleted_at) values (?, ?, ?, ?)";
    static final String BOOK_WITH_AUTHORS =
            "insert into library_book (id, isbn13, title, authors, call_number) values (?, ?, ?, ?, ?)";
    static final String COPY = "insert into library_book_copy (id, book_id, barcode, status) values (?, ?, ?, ?)";
    static final String LOAN = """
            insert into library_loan (id, user_id, copy_id, status, requested_at, approved_at, rejected_at, loaned_at,
                                      due_date, returned_at, overdue_since)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    static final String LEDGER = """
            insert into library_notice_ledger (loan_id, stage, due_date, status, created_at) values (?, ?, ?, ?, ?)
            """;
    static final String TERM = "insert into library_term (id, code, starts_on, ends_on) values (?, ?, ?, ?)";
    static final String COURSE = "insert into library_course (id, code, deleted_at) values (?, ?, ?)";
    static final String ENROLLMENT = "insert into library_enrollment (id, user_id, course_id) values (?, ?, ?)";
    static final String COURSE_BOOK = "insert into library_course_book (id, course_id, book_id) values (?, ?, ?)";
    static final String TOKEN = "insert into library_token (jti, kind, expires_at, revoked_at) values (?, ?, ?, ?)";

    private LoadStatements() {}
}
