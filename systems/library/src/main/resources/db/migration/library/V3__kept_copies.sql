-- Which copy is kept for a reservation while it is ready; after that, which one was.
alter table library_reservation add column copy_id bigint references library_book_copy (id);

-- Those that are ready get the reserved copies of their book, the earlier ones the first.
update library_reservation set copy_id = (
    select c.id
      from (select id, book_id, row_number() over (partition by book_id order by id) as n
              from library_book_copy where status = 'reserved' and deleted_at is null) c
      join (select id, book_id, row_number() over (partition by book_id order by created_at, id) as n
              from library_reservation where status = 'ready') r
        on r.book_id = c.book_id and r.n = c.n
     where r.id = library_reservation.id)
 where status = 'ready';
