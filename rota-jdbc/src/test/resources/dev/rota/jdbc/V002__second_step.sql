-- Two; in one script.
alter table first add column y integer;
insert into first (x, y) values (1, 2);
