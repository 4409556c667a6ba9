-- The chat. One file for SQLite and PostgreSQL: ${identity} is the database's own form of a generated 64-bit key;
-- instants are UTC milliseconds.

create table chat_user (
    id                ${identity},
    username          text    not null unique,
    email             text    unique,
    is_active         integer not null default 1 check (is_active in (0, 1)),
    is_staff          integer not null default 0 check (is_staff in (0, 1)),
    is_superuser      integer not null default 0 check (is_superuser in (0, 1)),
    date_joined       bigint  not null,
    email_verified_at bigint,
    deactivated_at    bigint,
    -- No reference: that somebody was deactivated by a person must outlive that person's account.
    deactivated_by    bigint,
    last_login        bigint
);
create index chat_user_unverified on chat_user (date_joined, id)
    where email_verified_at is null and is_active = 0 and is_staff = 0 and is_superuser = 0 and deactivated_by is null;

create table chat_conversation (
    id              ${identity},
    user_id         bigint  not null references chat_user (id) on delete cascade,
    title           text    not null,
    created_at      bigint  not null,
    last_message_at bigint  not null,
    pinned          integer not null default 0 check (pinned in (0, 1)),
    archived        integer not null default 0 check (archived in (0, 1)),
    legal_hold      integer not null default 0 check (legal_hold in (0, 1))
);
create index chat_conversation_created on chat_conversation (created_at, id);
create index chat_conversation_last_message on chat_conversation (last_message_at, id);
create index chat_conversation_user on chat_conversation (user_id);

create table chat_message (
    id              ${identity},
    conversation_id bigint references chat_conversation (id) on delete cascade,
    role            text   not null check (role in ('user', 'assistant', 'system')),
    content         text   not null,
    created_at      bigint not null
);
create index chat_message_conversation on chat_message (conversation_id);
create index chat_message_created on chat_message (created_at);
create index chat_message_orphaned on chat_message (created_at, id) where conversation_id is null;

create table chat_statistics_snapshot (
    id                       ${identity},
    taken_at                 bigint not null,
    total_users              bigint not null,
    total_conversations      bigint not null,
    total_messages           bigint not null,
    recent_conversations_24h bigint not null,
    recent_messages_24h      bigint not null,
    registered_users         bigint not null,
    source                   text   not null check (source in ('daily', 'weekly', 'interval', 'test', 'manual', 'cli'))
);
create index chat_statistics_snapshot_taken on chat_statistics_snapshot (taken_at, id);

create table chat_housekeeping_run (
    id                    ${identity},
    job_id                bigint  not null unique,
    source                text    not null check (source in ('daily', 'weekly', 'interval', 'test', 'manual', 'cli')),
    task                  text    not null check (task in ('all', 'conversations', 'messages', 'users', 'stats')),
    seen_at               bigint  not null,
    cutoff                bigint  not null,
    dry_run               integer not null check (dry_run in (0, 1)),
    deleted_conversations bigint,
    cleaned_messages      bigint,
    deleted_users         bigint,
    errors                text,
    started_at            bigint  not null,
    finished_at           bigint,
    status                text    not null check (status in ('running', 'succeeded', 'partial', 'failed')),
    snapshot_id           bigint  references chat_statistics_snapshot (id),
    check ((status = 'running') = (finished_at is null))
);
