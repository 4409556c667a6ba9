-- The board-game library. One file for SQLite and PostgreSQL: ${identity} is the database's own form of a generated
-- 64-bit key; instants are UTC milliseconds.

create table boardgames_user (
    id    ${identity},
    name  text not null unique,
    email text,
    role  text not null default 'member' check (role in ('member', 'admin'))
);

create table boardgames_game (
    id          ${identity},
    name        text    not null unique,
    year        integer,
    min_players integer not null check (min_players >= 1),
    max_players integer not null,
    minutes     integer not null,
    min_age     integer not null,
    check (max_players >= min_players)
);

create table boardgames_copy (
    id      ${identity},
    game_id bigint not null references boardgames_game (id),
    label   text   not null unique
);

create table boardgames_borrowing (
    id          ${identity},
    user_id     bigint not null references boardgames_user (id),
    copy_id     bigint not null references boardgames_copy (id),
    borrowed_at bigint not null,
    due_at      bigint,
    returned_at bigint,
    check (due_at >= borrowed_at),
    check (returned_at >= borrowed_at)
);
create unique index boardgames_borrowing_open_copy on boardgames_borrowing (copy_id) where returned_at is null;
create index boardgames_borrowing_due on boardgames_borrowing (due_at, id) where returned_at is null;

create table boardgames_alert (
    id           ${identity},
    borrowing_id bigint not null references boardgames_borrowing (id),
    user_id      bigint not null references boardgames_user (id),
    type         text   not null check (type in ('overdue', 'reminder')),
    due_at       bigint not null,
    message      text   not null,
    status       text   not null check (status in ('open', 'read', 'resolved')),
    created_at   bigint not null,
    read_at      bigint,
    resolved_at  bigint,
    resolution   text   check (resolution in ('returned', 'superseded', 'due_changed', 'manual')),
    unique (borrowing_id, type, due_at),
    check ((status = 'resolved') = (resolved_at is not null and resolution is not null))
);
create index boardgames_alert_unresolved on boardgames_alert (borrowing_id) where resolved_at is null;
create index boardgames_alert_resolved on boardgames_alert (resolved_at, id) where resolved_at is not null;
create index boardgames_alert_user on boardgames_alert (user_id, id);

-- The jobs' schedules (interval, pause, last and next run) stand in the scheduler; here is what it does not know.
create table boardgames_job (
    name        text   primary key,
    description text   not null,
    kind        text   not null check (kind in ('default', 'custom')),
    created_at  bigint not null,
    removed_at  bigint
);

create table boardgames_job_execution (
    id          ${identity},
    job_name    text   not null,
    job_id      bigint not null,
    source      text   not null check (source in ('schedule', 'manual')),
    status      text   not null check (status in ('running', 'success', 'failed', 'skipped', 'interrupted')),
    started_at  bigint not null,
    finished_at bigint,
    duration_ms bigint check (duration_ms >= 0),
    error       text,
    check ((status = 'running') = (finished_at is null))
);
create unique index boardgames_job_execution_running on boardgames_job_execution (job_name) where status = 'running';
create index boardgames_job_execution_job on boardgames_job_execution (job_name, id);
create index boardgames_job_execution_rota on boardgames_job_execution (job_id);

create table boardgames_job_total (
    job_name text   primary key,
    total    bigint not null default 0 check (total >= 0),
    success  bigint not null default 0 check (success >= 0),
    failed   bigint not null default 0 check (failed >= 0),
    check (total = success + failed)
);

-- One row: whether the jobs are run at all.
create table boardgames_service (
    id         integer primary key check (id = 1),
    running    integer not null check (running in (0, 1)),
    changed_at bigint  not null
);
insert into boardgames_service (id, running, changed_at) values (1, 1, 0);
