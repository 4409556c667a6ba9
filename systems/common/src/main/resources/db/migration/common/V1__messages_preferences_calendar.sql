create table core_message (
  id                ${identity},
  system            text    not null,
  dedupe_key        text    not null,
  message_id        text    not null unique,
  kind              text    not null,
  recipient_user_id bigint,
  recipient_address text,
  subject           text,
  body_text         text,
  body_html         text,
  status            text    not null check (status in ('queued', 'sending', 'sent', 'bounced', 'failed', 'suppressed', 'unknown')),
  claim             text,
  claimed_until     bigint,
  attempts          integer not null default 0 check (attempts >= 0),
  last_error        text,
  created_at        bigint  not null,
  sent_at           bigint,
  purge_body_after  bigint  not null,
  unique (system, dedupe_key),
  check ((status = 'sending') = (claim is not null and claimed_until is not null)),
  check (status <> 'sent' or sent_at is not null)
);

create index core_message_open on core_message (id) where status in ('queued', 'sending');
create index core_message_purge on core_message (purge_body_after)
  where recipient_address is not null or subject is not null or body_text is not null or body_html is not null;
create index core_message_recipient on core_message (system, recipient_user_id);

create table core_email_address (
  address    text    primary key,
  status     text    not null check (status in ('ok', 'soft', 'hard', 'complaint')),
  soft_count integer not null default 0 check (soft_count >= 0),
  changed_at bigint  not null
);

create table core_user_preference (
  system  text    not null,
  user_id bigint  not null,
  kind    text    not null,
  channel text    not null default 'email',
  enabled integer not null check (enabled in (0, 1)),
  digest  integer not null default 1 check (digest in (0, 1)),
  primary key (system, user_id, kind, channel)
);

create table core_calendar_hours (
  site_id     text    not null,
  iso_weekday integer not null check (iso_weekday between 1 and 7),
  seq         integer not null check (seq >= 1),
  opens       text    not null,
  closes      text    not null,
  primary key (site_id, iso_weekday, seq),
  check (opens < closes)
);

create table core_calendar_closure (
  id        ${identity},
  site_id   text not null,
  starts_on text not null,
  ends_on   text not null,
  reason    text not null,
  check (starts_on <= ends_on)
);

create index core_calendar_closure_site on core_calendar_closure (site_id, ends_on);
