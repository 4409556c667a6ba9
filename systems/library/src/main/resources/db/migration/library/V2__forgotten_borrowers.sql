-- A loan whose borrower has been forgotten keeps the faculty, for statistics.
alter table library_loan add column faculty_id bigint references library_faculty (id);
