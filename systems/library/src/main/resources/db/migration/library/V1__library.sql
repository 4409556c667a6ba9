-- The university library. One file for SQLite and PostgreSQL: ${identity} is the database's own form of a
-- generated 64-bit key; instants are UTC milliseconds; dates are yyyy-MM-dd, local to the site.

create table library_faculty (
    id   ${identity},
    code text not null unique,
    name text not null
);

create table library_user (
    id                    ${identity},
    username              text not null unique,
    email                 text,
    role                  text not null check (role in ('student', 'staff', 'librarian', 'admin')),
    faculty_id            bigint references library_faculty (id),
    infractions_count     integer not null default 0 check (infractions_count >= 0),
    blacklisted           integer not null default 0 check (blacklisted in (0, 1)),
    blacklisted_at        bigint,
    blacklist_reason      text,
    blacklist_reviewed_at bigint,
    locale                text not null default 'en',
    deleted_at            bigint
);
create index library_user_infractions on library_user (id) where infractions_count > 0;
create index library_user_blacklisted on library_user (id) where blacklisted = 1;
create index library_user_admin on library_user (id) where role = 'admin';

create table library_book (
    id          ${identity},
    isbn13      text,
    title       text not null,
    authors     text,
    call_number text,
    deleted_at  bigint
);

create table library_book_copy (
    id         ${identity},
    book_id    bigint not null references library_book (id),
    barcode    text not null unique,
    status     text not null
        check (status in ('available', 'on_loan', 'reserved', 'lost', 'repair', 'withdrawn')),
    deleted_at bigint
);
create index library_book_copy_book on library_book_copy (book_id, status);
create index library_book_copy_on_loan on library_book_copy (id) where status = 'on_loan';

create table library_loan (
    id            ${identity},
    user_id       bigint references library_user (id),
    copy_id       bigint not null references library_book_copy (id),
    status        text not null check (status in
        ('pending', 'approved', 'rejected', 'active', 'overdue', 'returned', 'lost', 'cancelled')),
    requested_at  bigint,
    approved_at   bigint,
    rejected_at   bigint,
    cancelled_at  bigint,
    decided_by    bigint references library_user (id),
    loaned_at     bigint,
    due_date      text,
    renewals      integer not null default 0,
    returned_at   bigint,
    lost_at       bigint,
    overdue_since text,
    version       integer not null default 0
);
create unique index library_one_open_loan_per_copy on library_loan (copy_id) where status in ('active', 'overdue');
create index library_loan_status_due on library_loan (status, due_date);
create index library_loan_open_user on library_loan (user_id) where status in ('active', 'overdue');
create index library_loan_loaned on library_loan (loaned_at);
create index library_loan_returned on library_loan (returned_at);
create index library_loan_overdue_since on library_loan (overdue_since);
create index library_loan_user on library_loan (user_id);
create index library_loan_copy on library_loan (copy_id);

-- A loan two years after it was closed: who borrowed is gone, the faculty stays for statistics.
create table library_loan_archive (
    id             bigint primary key,
    copy_id        bigint not null references library_book_copy (id),
    faculty_id     bigint references library_faculty (id),
    status         text not null check (status in ('rejected', 'returned', 'lost', 'cancelled')),
    requested_at   bigint,
    approved_at    bigint,
    rejected_at    bigint,
    cancelled_at   bigint,
    decided_by     bigint references library_user (id),
    loaned_at      bigint,
    due_date       text,
    renewals       integer not null,
    returned_at    bigint,
    lost_at        bigint,
    overdue_since  text,
    version        integer not null,
    archived_at    bigint not null,
    archive_run_id text not null
);
create index library_loan_archive_loaned on library_loan_archive (loaned_at);
create index library_loan_archive_returned on library_loan_archive (returned_at);
create index library_loan_archive_overdue_since on library_loan_archive (overdue_since);

-- At most one notice per loan, stage and due date. Rows live as long as their loan: purging one would send again.
create table library_notice_ledger (
    loan_id    bigint not null references library_loan (id) on delete cascade,
    stage      text not null,
    due_date   text not null,
    status     text not null check (status in ('claimed', 'sent', 'suppressed', 'bounced', 'failed', 'unknown')),
    message_id bigint,
    created_at bigint not null,
    primary key (loan_id, stage, due_date)
);
create index library_notice_ledger_message on library_notice_ledger (message_id);

create table library_term (
    id        ${identity},
    code      text not null unique,
    starts_on text not null,
    ends_on   text not null,
    check (starts_on <= ends_on)
);

create table library_term_reset (
    term_id     bigint primary key references library_term (id),
    run_id      text not null,
    ran_at      bigint not null,
    users_reset integer not null
);

-- loan_id has no foreign key: an infraction outlives the loan, which moves to the archive.
-- term_id is the term whose start forgave the infraction; null while it counts.
create table library_infraction (
    id         ${identity},
    user_id    bigint not null references library_user (id),
    loan_id    bigint not null unique,
    kind       text not null default 'overdue',
    created_at bigint not null,
    term_id    bigint references library_term (id),
    waived_at  bigint
);
create index library_infraction_user on library_infraction (user_id);
create index library_infraction_created on library_infraction (created_at);

create table library_reservation (
    id         ${identity},
    user_id    bigint not null references library_user (id),
    book_id    bigint not null references library_book (id),
    created_at bigint not null,
    status     text not null check (status in ('waiting', 'ready', 'fulfilled', 'expired', 'cancelled'))
);
create index library_reservation_book on library_reservation (book_id, status);

create table library_course (
    id         ${identity},
    code       text not null unique,
    deleted_at bigint
);

create table library_enrollment (
    id        ${identity},
    user_id   bigint not null references library_user (id),
    course_id bigint not null references library_course (id)
);

create table library_course_book (
    id        ${identity},
    course_id bigint not null references library_course (id),
    book_id   bigint not null references library_book (id)
);

create table library_token (
    jti        text primary key,
    user_id    bigint references library_user (id),
    kind       text not null check (kind in ('refresh', 'denylist', 'reset', 'verify')),
    issued_at  bigint,
    expires_at bigint not null,
    revoked_at bigint
);
create index library_token_expires on library_token (expires_at);

create table library_availability (
    book_id     bigint primary key references library_book (id),
    total       integer not null,
    available   integer not null,
    on_loan     integer not null,
    reserved    integer not null,
    unavailable integer not null,
    computed_at bigint not null
);

create table library_trending (
    list         text not null check (list in ('borrowed_30d', 'reserved')),
    computed_for text not null,
    rank         integer not null,
    book_id      bigint not null references library_book (id),
    score        bigint not null,
    primary key (list, computed_for, rank)
);

create table library_report (
    id           ${identity},
    kind         text not null,
    period_start text not null,
    period_end   text not null,
    body         text not null,
    created_at   bigint not null,
    unique (kind, period_start)
);

create table library_check_finding (
    id           ${identity},
    check_name   text not null,
    subject_type text not null,
    subject_id   bigint not null,
    detail       text not null,
    first_seen   bigint not null,
    last_seen    bigint not null,
    resolution   text not null check (resolution in ('open', 'auto_fixed', 'ignored', 'resolved'))
);
create unique index library_check_finding_open
    on library_check_finding (check_name, subject_type, subject_id) where resolution = 'open';
