-- The web application. One file for SQLite and PostgreSQL: ${identity} is the database's own form of a generated
-- 64-bit key; instants are UTC milliseconds; dates are yyyy-MM-dd, local to the site.

create table web_user (
    id                ${identity},
    username          text    not null unique,
    email             text    not null,
    hashed_password   text    not null,
    is_admin          integer not null default 0 check (is_admin in (0, 1)),
    is_subscribed     integer not null default 0 check (is_subscribed in (0, 1)),
    email_verified_at bigint,
    created_at        bigint  not null,
    deleted_at        bigint
);
create unique index web_user_email on web_user (lower(email));
create index web_user_subscribed on web_user (id) where is_subscribed = 1 and deleted_at is null;

create table web_session (
    id         text   primary key,
    user_id    bigint not null references web_user (id),
    expires_at bigint not null
);
create index web_session_expires on web_session (expires_at);

create table web_item (
    id               ${identity},
    owner_id         bigint  not null references web_user (id),
    title            text    not null,
    description      text,
    is_completed     integer not null default 0 check (is_completed in (0, 1)),
    completed_at     bigint,
    completion_count integer not null default 0 check (completion_count >= 0),
    version          integer not null default 1 check (version >= 1),
    created_at       bigint  not null,
    updated_at       bigint  not null,
    deleted_at       bigint
);
create index web_item_owner on web_item (owner_id, id) where deleted_at is null;
create index web_item_deleted on web_item (deleted_at) where deleted_at is not null;

-- Neither the log nor the completions refer to items and users by a foreign key: they outlive them.
create table web_audit_log (
    id                ${identity},
    user_id           bigint,
    username_snapshot text,
    action            text   not null
        check (action in ('REGISTER', 'LOGIN', 'CREATE_ITEM', 'UPDATE_ITEM', 'DELETE_ITEM')),
    details           text   not null,
    job_id            bigint not null unique,
    at                bigint not null
);
create index web_audit_log_at on web_audit_log (at);
create index web_audit_log_user on web_audit_log (user_id, at);

create table web_notification (
    id                ${identity},
    dedupe_key        text   not null unique,
    recipient_user_id bigint not null,
    item_id           bigint,
    item_title        text   not null,
    type              text   not null check (type in ('created', 'updated', 'completed', 'deleted')),
    message_id        bigint not null
);

create table web_completion (
    item_id       bigint  not null,
    completion_no integer not null check (completion_no >= 1),
    user_id       bigint  not null,
    points        integer not null check (points >= 0),
    at            bigint  not null,
    primary key (item_id, completion_no),
    check (points = 0 or completion_no = 1)
);

create table web_user_stats (
    user_id           bigint  primary key references web_user (id),
    points            bigint  not null default 0 check (points >= 0),
    completed_total   bigint  not null default 0 check (completed_total >= 0),
    current_streak    integer not null default 0 check (current_streak >= 0),
    last_completed_on text
);

create table web_badge (
    user_id    bigint not null references web_user (id),
    code       text   not null,
    awarded_at bigint not null,
    primary key (user_id, code)
);

create table web_newsletter (
    id               ${identity},
    subject          text    not null,
    body             text    not null,
    created_by       bigint  not null references web_user (id),
    status           text    not null check (status in ('queued', 'sending', 'paused', 'done', 'cancelled')),
    recipients_total integer not null default 0,
    sent             integer not null default 0,
    skipped          integer not null default 0,
    failed           integer not null default 0,
    created_at       bigint  not null
);

create table web_newsletter_recipient (
    newsletter_id bigint not null references web_newsletter (id),
    user_id       bigint not null references web_user (id),
    status        text   not null default 'queued'
        check (status in ('queued', 'sent', 'skipped', 'bounced', 'failed')),
    reason        text,
    primary key (newsletter_id, user_id)
);
create index web_newsletter_recipient_queued on web_newsletter_recipient (newsletter_id, user_id)
    where status = 'queued';

create table web_failed_task (
    id              ${identity},
    job_id          bigint  not null unique,
    task            text    not null,
    args            text    not null,
    error           text    not null,
    attempts        integer not null check (attempts >= 1),
    first_failed_at bigint  not null,
    last_failed_at  bigint  not null,
    next_retry_at   bigint,
    status          text    not null check (status in ('waiting', 'retried_ok', 'dead'))
);
create index web_failed_task_waiting on web_failed_task (next_retry_at) where status = 'waiting';

create table web_upload (
    id          ${identity},
    user_id     bigint  not null references web_user (id),
    filename    text    not null,
    path        text    not null unique,
    status      text    not null check (status in ('stored', 'done', 'failed')),
    lines       bigint,
    words       bigint,
    bytes       bigint  not null,
    sha256      text,
    error       text,
    created_at  bigint  not null,
    finished_at bigint
);
