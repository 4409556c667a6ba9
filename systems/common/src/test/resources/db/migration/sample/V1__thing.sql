create table sample_thing (
  id   ${identity},
  name text not null
);
