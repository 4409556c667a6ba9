create table first (x integer);
